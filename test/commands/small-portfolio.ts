import { fitScorecard } from '../../core/risk/scorecard-fit.ts';
import { examplePortfolio } from '../../core/simulate/example.ts';
import { exampleHistory } from '../../core/simulate/example-history.ts';

/** The example, small enough to be planned in no time. */
export function smallPortfolio(seed = 5) {
  const history = exampleHistory(seed, 300);
  const fit = fitScorecard({
    rows: history.map(({ features }) => ({ ...features })),
    labels: history.map(({ lost }) => lost),
  });
  if (fit.outcome !== 'fitted') throw new Error(JSON.stringify(fit));
  return examplePortfolio(seed, fit.model, { accounts: 45, reps: 3 });
}
