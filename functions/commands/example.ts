import { join } from 'node:path';
import { fitScorecard } from '../../core/risk/scorecard-fit.ts';
import { examplePortfolio } from '../../core/simulate/example.ts';
import { exampleExport } from '../../core/simulate/example-export.ts';
import { exampleHistory } from '../../core/simulate/example-history.ts';
import { EXIT, runCommand } from './command.ts';
import { wholeNumber } from './option.ts';
import { writeFile } from './write-files.ts';

const FOLDER = join(import.meta.dirname, '../../infra/local/examples');

await runCommand({
  name: 'example',
  usage: '[--seed N] [--out DIR]',
  help: `Makes the examples that are checked in: portfolio.json, which npm start loads (300 accounts, 12 reps in three time
zones, every feature of the contract), and opportunities.csv, an export to import with opportunities.map.json. The same
seed gives the same bytes; no person or company in them exists.

  --seed N   which example; default 1, the one that is checked in
  --out DIR  where to write them; default infra/local/examples`,
  options: { seed: { type: 'string' }, out: { type: 'string' } },
  positionals: [0, 0],
  run: (_, { seed: text, out = FOLDER }) => {
    const seed = wholeNumber('--seed', text, 1);
    writeFile(join(out, 'portfolio.json'), exampleDocument(seed));
    writeFile(join(out, 'opportunities.csv'), exampleExport(seed));
    process.stdout.write(`${join(out, 'portfolio.json')}\n${join(out, 'opportunities.csv')}\n`);
    return EXIT.done;
  },
});

/** Readable JSON: a person looks into the example before anything else. */
function exampleDocument(seed: number): string {
  const history = exampleHistory(seed);
  const fit = fitScorecard({
    rows: history.map(({ features }) => ({ ...features })),
    labels: history.map(({ lost }) => lost),
    derived: [{ name: 'logMonths', op: 'log1p', of: 'monthsAsCustomer' }],
  });
  if (fit.outcome !== 'fitted') throw new Error(`the example's history cannot be fitted: ${JSON.stringify(fit)}`);
  return `${JSON.stringify(examplePortfolio(seed, fit.model), null, 1)}\n`;
}
