import { logMixExp } from '../numeric/log-mix-exp.ts';

/** Below this θV the second-order series is exact to the last bit (the next term is of order (θV)²). */
const SERIES_LIMIT = 1e-8;

/**
 * Certainty-equivalent loss: the sure loss, in minor units, that a planner with risk aversion `theta` weighs like losing
 * `stake` with probability `loss`:
 *
 *     ce_θ(q; V) = ln(1 + q·(e^{θV} - 1)) / θ,   ce_0 = q·V
 *
 * Between q·V and V, increasing in q, V and θ, concave in q, and adding up over independent accounts. Finite for every θ
 * from 0 to 1e308 and beyond. O(1).
 *
 * @param theta >= 0, in 1 / minor unit
 * @param loss q in [0, 1]
 * @param stake V >= 0, in minor units
 */
export function certaintyEquivalent(theta: number, loss: number, stake: number): number {
  if (loss <= 0 || stake <= 0) return 0;
  if (loss >= 1) return stake;
  const mean = loss * stake;
  const x = theta * stake;
  if (x < SERIES_LIMIT) return mean * (1 + (x * (1 - loss)) / 2);
  // Beyond a double's range the shortfall ln(q) / θ against the stake is far below its last bit.
  if (x === Number.POSITIVE_INFINITY) return stake;
  const value = logMixExp(loss, x) / theta;
  return Math.min(stake, Math.max(mean, value));
}
