import { increasingRoot } from '../numeric/increasing-root.ts';
import { logMixExp, tiltedProbability } from '../numeric/log-mix-exp.ts';
import { evar, evarAlone, type LossColumns } from './evar.ts';

/** One state of the market: how likely, any unit, and the chances of loss in it. Stakes are the same in all. */
export type MarketLosses = LossColumns & { readonly weight: number };

/** e^-40 is below the resolution of a double. */
const SATURATED = 40;
const NEGLIGIBLE_ALPHA = 1e-12;

/**
 * EVaR of a mixture of market states, within each of which accounts are independent (a shock they share makes them depend on
 * each other), minor units, not rounded, and the θ that attains it:
 *
 *     EVaR_α(L) = min_{θ>0}  ( ln Σ_k w_k·exp(θ·Σ_a ce_θ(P_ak; V_a)) + ln(1 / (1 − α)) ) / θ
 *
 * With K the cumulant ln E e^{θL}, the derivative has the sign of θK′ − K − ln(1 / (1 − α)), which increases in θ: its root is
 * the minimum. θ and edge cases as in {@link evar}; one state alone is exactly that. O(states · accounts) per evaluation, about
 * a dozen, at most 100.
 *
 * @throws RangeError for α outside [0, 1)
 */
export function marketEvar(
  states: readonly MarketLosses[],
  alpha: number,
): { readonly evar: number; readonly theta: number } {
  const [first] = states;
  if (first === undefined) return { evar: 0, theta: 0 };
  if (states.length === 1) return evar(first, alpha);
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`EVaR needs alpha in [0, 1): received ${alpha}`);
  const budget = -Math.log1p(-alpha);
  const total = states.reduce((sum, { weight }) => sum + weight, 0);
  const shares = states.map(({ weight }) => weight / total);
  const stake = stakeAtRisk(states);
  if (alpha < NEGLIGIBLE_ALPHA || stake === 0 || isCertain(states))
    return { evar: states.reduce((sum, state, k) => sum + shares[k]! * meanLoss(state), 0), theta: 0 };
  // The divergence θK′ − K = ∫ u·K″(u) du is at most (θ · stake)² / 8, since a variance is at most a quarter of the range squared.
  const low = Math.sqrt(8 * budget) / stake;
  const high = Math.max(2 * low, saturatedTheta(states));
  const evaluate = (x: number) => {
    const theta = Math.exp(x);
    const { cumulant, mean, variance } = tilted(states, shares, theta);
    const divergence = Math.max(0, theta * mean - cumulant);
    return { value: Math.log(divergence / budget), slope: (theta * theta * variance) / divergence };
  };
  const theta = Math.exp(increasingRoot(evaluate, Math.log(low), Math.log(high)));
  return { evar: Math.min(stake, (tilted(states, shares, theta).cumulant + budget) / theta), theta };
}

/** EVaR by itself: one state alone takes less work. */
export function marketEvarAlone(states: readonly MarketLosses[], alpha: number): number {
  const [first] = states;
  return states.length === 1 && first !== undefined ? evarAlone(first, alpha) : marketEvar(states, alpha).evar;
}

/** Σ P·V over the states, weighted: not rounded. */
export function marketMean(states: readonly MarketLosses[]): number {
  const total = states.reduce((sum, { weight }) => sum + weight, 0);
  return states.reduce((sum, state) => sum + (state.weight / total) * meanLoss(state), 0);
}

/** The chance of loss where hazards are so many times as high: 1 − (1 − p)^multiplier. */
export function underHazard(probability: number, multiplier: number): number {
  if (multiplier === 1 || probability === 0 || probability === 1) return multiplier === 0 ? 0 : probability;
  return -Math.expm1(multiplier * Math.log1p(-probability));
}

/** Cumulant of the loss, and its mean and variance after tilting by e^{θL}. */
function tilted(states: readonly MarketLosses[], shares: readonly number[], theta: number) {
  const cumulants: number[] = [];
  const means: number[] = [];
  const variances: number[] = [];
  for (const [k, { losses, stakes }] of states.entries()) {
    let cumulant = Math.log(shares[k]!);
    let mean = 0;
    let variance = 0;
    for (let i = 0; i < losses.length; i++) {
      const q = losses[i]!;
      const stake = stakes[i]!;
      if (q <= 0 || stake <= 0) continue;
      const x = theta * stake;
      const growth = Math.expm1(x);
      const share = q >= 1 ? 1 : tiltedProbability(q, x, growth);
      cumulant += q >= 1 ? x : logMixExp(q, x, growth);
      mean += share * stake;
      variance += share * (1 - share) * stake * stake;
    }
    cumulants.push(cumulant);
    means.push(mean);
    variances.push(variance);
  }
  const highest = Math.max(...cumulants);
  const weights = cumulants.map((cumulant) => Math.exp(cumulant - highest));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const mean = weights.reduce((all, weight, k) => all + (weight / sum) * means[k]!, 0);
  const variance = weights.reduce(
    (all, weight, k) => all + (weight / sum) * (variances[k]! + (means[k]! - mean) ** 2),
    0,
  );
  return { cumulant: highest + Math.log(sum), mean, variance };
}

/** From here on every account in doubt counts as lost. */
function saturatedTheta(states: readonly MarketLosses[]): number {
  let theta = 0;
  for (const { losses, stakes } of states) {
    for (let i = 0; i < losses.length; i++) {
      if (losses[i]! > 0 && stakes[i]! > 0) theta = Math.max(theta, (SATURATED - Math.log(losses[i]!)) / stakes[i]!);
    }
  }
  return theta;
}

function meanLoss({ losses, stakes }: LossColumns): number {
  let sum = 0;
  for (let i = 0; i < losses.length; i++) sum += losses[i]! * stakes[i]!;
  return sum;
}

/** Stakes that can be lost in some state. */
function stakeAtRisk(states: readonly MarketLosses[]): number {
  let sum = 0;
  for (let i = 0; i < states[0]!.stakes.length; i++) {
    if (states.some(({ losses }) => losses[i]! > 0)) sum += states[0]!.stakes[i]!;
  }
  return sum;
}

/** Nothing is in doubt: all chances are 0 or 1, the same in all states. */
function isCertain(states: readonly MarketLosses[]): boolean {
  const first = states[0]!;
  for (let i = 0; i < first.losses.length; i++) {
    if (first.stakes[i]! <= 0) continue;
    const certain = first.losses[i] === 0 || first.losses[i] === 1;
    if (!certain || states.some(({ losses }) => losses[i] !== first.losses[i])) return false;
  }
  return true;
}
