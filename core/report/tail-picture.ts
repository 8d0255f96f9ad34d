import { roundHalfUp } from '../numeric/round-half-up.ts';
import { conditionalValueAtRisk, simulateLosses } from '../risk/tail.ts';
import type { AccountRisk } from './account-risk.ts';

/** Draws of one simulation: work, never time. */
const DRAWS = 2e6;

/** Simulated total losses, ascending, minor units; and their CVaR. */
export interface Tail {
  readonly totals: Float64Array;
  readonly cvar: number;
}
export interface TailPicture {
  readonly alpha: number;
  readonly scenarios: number;
  readonly without: Tail;
  readonly with: Tail;
}

/**
 * The same fortunes with and without the plan (common random numbers), seeded from the digest of the portfolio: the same
 * input gives the same picture. Between 500 and 4,000 scenarios. O(accounts × scenarios).
 */
export function tailPicture(risks: readonly AccountRisk[], alpha: number, portfolioDigest: string): TailPicture {
  const scenarios = Math.min(4_000, Math.max(500, Math.floor(DRAWS / Math.max(1, risks.length))));
  const seed = Number.parseInt(portfolioDigest.slice(-12), 16);
  const ids = risks.map((risk) => risk.account.id);
  const stakes = risks.map((risk) => risk.account.stake);
  const tail = (losses: number[]): Tail => {
    const totals = simulateLosses({ ids, stakes, losses }, seed, scenarios);
    return { totals: totals.sort(), cvar: roundHalfUp(conditionalValueAtRisk(totals, alpha)) };
  };
  return {
    alpha,
    scenarios,
    without: tail(risks.map((risk) => risk.lossWithout)),
    with: tail(risks.map((risk) => risk.lossWith)),
  };
}
