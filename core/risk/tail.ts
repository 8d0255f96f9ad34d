import { randomStream } from '../numeric/random-stream.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import type { LossColumns } from './evar.ts';

/** One column entry per account; `ids` name the accounts' random streams. */
export type TailAccounts = LossColumns & { readonly ids: readonly string[] };

export type TailLoss = {
  /** Σ P·V, exact, rounded once, minor units. */
  readonly expectedLoss: number;
  /** Mean of the worst (1 - alpha) of the simulated totals, rounded, minor units. */
  readonly cvar: number;
  readonly alpha: number;
  readonly scenarios: number;
};

/**
 * Expected loss and CVaR (expected shortfall) of independent accounts. CVaR is a Monte Carlo estimate with common random
 * numbers: each account draws from its own stream by id, so two plans simulated with one seed see the same fortunes, an
 * account whose chance falls is lost in a subset of the scenarios it was lost in before, and adding or re-ordering
 * accounts changes nothing for the others. O(accounts × scenarios).
 *
 * @throws RangeError for alpha outside [0, 1) or fewer than one scenario
 */
export function tailLoss(
  accounts: TailAccounts,
  options: { readonly alpha: number; readonly seed: number; readonly scenarios: number },
): TailLoss {
  const { alpha, seed, scenarios } = options;
  const totals = simulateLosses(accounts, seed, scenarios);
  let expected = 0;
  for (let i = 0; i < accounts.losses.length; i++) expected += accounts.losses[i]! * accounts.stakes[i]!;
  return {
    expectedLoss: roundHalfUp(expected),
    cvar: roundHalfUp(conditionalValueAtRisk(totals, alpha)),
    alpha,
    scenarios,
  };
}

/** The total loss of each scenario in minor units: sums of whole numbers, hence independent of the order of accounts. */
export function simulateLosses(accounts: TailAccounts, seed: number, scenarios: number): Float64Array {
  if (!(Number.isInteger(scenarios) && scenarios >= 1)) {
    throw new RangeError(`a simulation needs a whole number of at least 1 scenario: received ${scenarios}`);
  }
  const totals = new Float64Array(scenarios);
  for (let i = 0; i < accounts.ids.length; i++) {
    const loss = accounts.losses[i]!;
    const stake = accounts.stakes[i]!;
    if (loss > 0 && stake > 0) addAccount(totals, accounts.ids[i]!, loss, stake, seed);
  }
  return totals;
}

function addAccount(totals: Float64Array, id: string, loss: number, stake: number, seed: number): void {
  const stream = randomStream(seed, `tail/account/${id}`);
  for (let s = 0; s < totals.length; s++) {
    if (stream.uniform() < loss) totals[s] = totals[s]! + stake;
  }
}

/**
 * Mean of the worst (1 - alpha) share of equally likely losses; the loss on the edge counts with the part that falls
 * inside (Rockafellar & Uryasev 2002). alpha 0 is the mean. O(n log n).
 */
export function conditionalValueAtRisk(losses: Float64Array, alpha: number): number {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`CVaR needs alpha in [0, 1): received ${alpha}`);
  const sorted = losses.toSorted();
  const count = (1 - alpha) * sorted.length;
  const whole = Math.min(sorted.length, Math.floor(count + 1e-9));
  let sum = 0;
  for (let i = 0; i < whole; i++) sum += sorted[sorted.length - 1 - i]!;
  const edge = Math.max(0, count - whole);
  if (edge > 1e-9) sum += edge * sorted[sorted.length - 1 - whole]!;
  return sum / count;
}
