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

await runCommand({
  name: 'import',
  usage: 'FILE.csv --map MAP.json -o portfolio.json [--skip-bad]',
  help: `Makes a portfolio from a CSV export: reads every row by the map (import-map/1), fits the scorecard where the map
names a column that says who was lost, and writes the accounts the map selects with a conversation each and a team.
What is wrong with a row is reported by line and column; as long as anything is, nothing is written.

  --map FILE         how columns become fields, JSON under import-map/1
  -o, --output FILE  the portfolio to write
  --skip-bad         report bad rows and go on without them`,
  options: {
    map: { type: 'string' },
    output: { type: 'string', short: 'o' },
    'skip-bad': { type: 'boolean', default: false },
  },
  positionals: [1, 1],
  run: ([file = ''], options) => importFile(file, options),
});

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
    if (!skipBad || read.rows.length === 0) throw new InputError([title, ...violations.lines()].join('\n'));
    process.stderr.write(`${[`${title}; these rows are left out`, ...violations.lines()].join('\n')}\n`);
  }
  const fitted = scorecardOf(map, read.rows);
  const portfolio = portfolioOf(map, read.rows, fitted?.model);
  if (!portfolio.ok) throw violationsError(`The portfolio made from ${file}`, 'portfolio/1', portfolio.violations);
  writeFile(output, `${JSON.stringify(portfolio.value, null, 1)}\n`);
  process.stdout.write(`${[...importSummary(read, fitted, portfolio.value), output].join('\n')}\n`);
  return EXIT.done;
}
