import { join } from 'node:path';
import { fitScorecard } from '../../core/risk/scorecard-fit.ts';
import { examplePortfolio } from '../../core/simulate/example.ts';
import { exampleHistory } from '../../core/simulate/example-history.ts';
import { EXIT, runCommand } from './command.ts';
import { wholeNumber } from './option.ts';
import { writeFile } from './write-files.ts';

const FILE = join(import.meta.dirname, '../../infra/local/examples/portfolio.json');

await runCommand({
  name: 'example',
  usage: '[--seed N] [-o FILE]',
  help: `Makes the example portfolio that npm start loads: about 300 accounts, 12 reps in three time zones, every feature of
the contract. The same seed gives the same bytes; no person or company in it exists.

  --seed N           which example; default 1, the one that is checked in
  -o, --output FILE  where to write it; default infra/local/examples/portfolio.json`,
  options: { seed: { type: 'string' }, output: { type: 'string', short: 'o' } },
  positionals: 0,
  run: (_, { seed, output = FILE }) => {
    writeFile(output, exampleDocument(wholeNumber('--seed', seed, 1)));
    process.stdout.write(`${output}\n`);
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
