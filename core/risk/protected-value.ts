import { roundHalfUp } from '../numeric/round-half-up.ts';
import { certaintyEquivalent } from './certainty-equivalent.ts';
import { type LossProcess, lossProbability, type Touch } from './loss-process.ts';

/** What is at stake with one account: `stake` in minor units, and how it may be lost. */
export type Exposure = { readonly stake: number; readonly process: LossProcess };

/**
 * What a set of touches protects, in whole minor units: round(ce_θ(P(∅)) - ce_θ(P(touches))). One rounding per account,
 * so that a plan's objective is a sum of integers. Contact and disruption costs are not in it.
 */
export function protectedValue(theta: number, exposure: Exposure, touches: readonly Touch[]): number {
  const without = certaintyEquivalent(theta, exposure.process.probability, exposure.stake);
  const withTouches = certaintyEquivalent(theta, lossProbability(exposure.process, touches), exposure.stake);
  return Math.max(0, roundHalfUp(without - withTouches));
}

/**
 * The largest share of an account's protected value that one of its several engagements can bring, whatever is planned
 * beside it: ce_θ(p_low + Δ) - ce_θ(p_low), Δ the drop this touch gives alone.
 *
 * Valid because thinning is submodular (beside others a touch drops P by at most Δ) and ce is concave in P (the same drop
 * is worth most at the lowest P). Summed over the touches planned it never falls below {@link protectedValue} of them
 * all: each part is rounded up, Σ ⌈xⱼ⌉ >= ⌈Σ xⱼ⌉ >= round(Σ xⱼ), and half a minor unit of slack remains for the rounding
 * errors of ce, which are some ulps of the stake (about 0.001 for a stake of 10^12).
 * For an account with a single engagement use {@link protectedValue}: it is exact.
 *
 * @param lowestLoss p_low: {@link lowestLossProbability} over all engagements of the account
 */
export function marginalValueBound(theta: number, exposure: Exposure, touch: Touch, lowestLoss: number): number {
  const { process, stake } = exposure;
  const drop = process.probability - lossProbability(process, [touch]);
  if (drop <= 0) return 0;
  const low = certaintyEquivalent(theta, lowestLoss, stake);
  const high = certaintyEquivalent(theta, Math.min(1, lowestLoss + drop), stake);
  return Math.ceil(Math.max(0, high - low));
}

/**
 * A lower bound of P(loss) over every way to hold an account's engagements. `choices` has one entry per engagement: the
 * touches it could become. Each is replaced by its earliest day joined with its highest ρ, which P, increasing in day and
 * decreasing in ρ, cannot beat. An engagement without choices adds nothing.
 */
export function lowestLossProbability(process: LossProcess, choices: readonly (readonly Touch[])[]): number {
  const best = choices.filter((touches) => touches.length > 0).map(dominating);
  return lossProbability(process, best);
}

function dominating(touches: readonly Touch[]): Touch {
  let day = Number.POSITIVE_INFINITY;
  let chance = 0;
  for (const touch of touches) {
    day = Math.min(day, touch.day);
    chance = Math.max(chance, touch.averts);
  }
  return { day, averts: chance };
}
