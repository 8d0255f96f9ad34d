import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportMap } from '../../core/model/import-map.ts';
import { parse } from '../../core/model/parse.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { importSummary } from './import/import-summary.ts';
import { portfolioOf } from './import/portfolio-of.ts';
import { readAccounts } from './import/read-accounts.ts';
import { scorecardOf } from './import/scorecard-of.ts';
import { InputError, violationsError } from './input-error.ts';
import { progressLine } from './progress.ts';
import { readContract } from './read-json.ts';
import { writeFile } from './write-files.ts';

const EXAMPLE = join(import.meta.dirname, '../../infra/local/examples/deals.map.json');

await runCommand({
  name: 'import',
  usage: 'FILE.csv --map MAP.json -o portfolio.json [--skip-bad]',
  help: `Makes a portfolio from a CSV export: reads every row by the map (import-map/1), fits the scorecard where the map
names a column that says who was lost, and writes the accounts the map selects with a conversation each and a team.
What is wrong with a row is reported by line and column; as long as anything is, nothing is written.

  --map FILE         how columns become fields, JSON under import-map/1
  -o, --output FILE  the portfolio to write
  --skip-bad         report bad rows, say what they are worth, and go on without them

The map. A value comes from a column, or is the same for all: {"constant": "DE"}. Of a column:

  type        text (default), number, whole, percent (the cell says 35 %), yes-no, date, pseudonym (hides an id)
  values      what texts mean: {"Germany": "DE"}, {"ja": true, "nein": false}; otherwise: for every other text, and for a
              blank cell
  times, plus plus + times * number; amounts are in cents, so "times": 100
  unit        a currency that may stand beside a number: "EUR", "$"
  decimal, thousands, dateFormat   how this column writes them, where it differs from csv

csv says how the file is written, and nothing is guessed: what is written otherwise is refused with what to say here.

  delimiter   "," (default) ";" "|" or a tab        encoding   utf-8 (default), utf-16le, windows-1252
  decimal     "." (default) or ","                  thousands  "." "," " " or "'"; absent: none
  dateFormat  YYYY-MM-DD (default), DD.MM.YYYY, DD/MM/YYYY, MM/DD/YYYY, DD-MM-YYYY, YYYY/MM/DD, YYYYMMDD,
              excel-serial (Excel's number of a day)

loss is the CRM's own forecast; without one, label column and features fit a scorecard (infra/local/examples/
opportunities.map.json). engagements: the first whose \`when\` holds is the conversation an account gets. team.reps is a
number, or "owners". A whole map, for infra/local/examples/deals.csv:

${exampleMap()}`,
  options: {
    map: { type: 'string' },
    output: { type: 'string', short: 'o' },
    'skip-bad': { type: 'boolean', default: false },
  },
  positionals: [1, 1],
  run: ([file = ''], options) => importFile(file, options),
});

/** Read where it lies, so that the help shows what works. */
function exampleMap(): string {
  return readFileSync(EXAMPLE, 'utf8').trimEnd();
}

async function importFile(
  file: string,
  { map: mapFile, output, 'skip-bad': skipBad }: { map?: string; output?: string; 'skip-bad'?: boolean },
): Promise<ExitCode> {
  if (mapFile === undefined)
    throw new InputError('--map names the file that says what the columns are', { usage: true });
  if (output === undefined) throw new InputError('-o names the portfolio to write', { usage: true });
  const map = readContract(mapFile, 'import-map/1', (value) => parse(ImportMap, value));

  const progress = progressLine();
  const read = await readAccounts(file, map, (rows) => progress.show(`import: ${rows} rows read`));
  progress.done();
  const { violations } = read;
  if (violations.total > 0) {
    const title = `${file}: ${violations.total === 1 ? '1 violation' : `${violations.total} violations`}`;
    const partly = skipBad && !read.whole ? ['  nothing is left out here: the file could not be read to its end'] : [];
    if (!skipBad || read.rows.length === 0 || !read.whole)
      throw new InputError([title, ...violations.lines(), ...partly].join('\n'));
    process.stderr.write(`${[`${title}; these rows are left out`, ...violations.lines()].join('\n')}\n`);
  }
  const fitted = scorecardOf(map, read.rows);
  const portfolio = portfolioOf(map, read.rows, fitted?.model);
  if (!portfolio.ok) throw violationsError(`The portfolio made from ${file}`, 'portfolio/1', portfolio.violations);
  writeFile(output, `${JSON.stringify(portfolio.value, null, 1)}\n`);
  process.stdout.write(`${[...importSummary(read, fitted, portfolio.value), output].join('\n')}\n`);
  return EXIT.done;
}
