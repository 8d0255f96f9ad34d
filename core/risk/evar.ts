import { increasingRoot } from '../numeric/increasing-root.ts';
import { logMixExp, tiltedProbability } from '../numeric/log-mix-exp.ts';
import { certaintyEquivalent } from './certainty-equivalent.ts';

/** e^-40 is below the resolution of a double: an account tilted that far beyond even counts as lost. */
const SATURATED = 40;

/** Below this α the divergence to reach is lost in rounding; EVaR exceeds the mean by less than 2e-6 deviations. */
const NEGLIGIBLE_ALPHA = 1e-12;

/** `losses[i]` in [0, 1] is the chance of losing account i's `stakes[i]` >= 0 minor units; accounts are independent. */
export type LossColumns = { readonly losses: ArrayLike<number>; readonly stakes: ArrayLike<number> };

/**
 * Entropic value-at-risk, an upper bound on CVaR at the same level (Ahmadi-Javid 2012), in minor units, not rounded:
 *
 *     EVaR_α(L) = min_{θ>0}  Σ_a ce_θ(P_a; V_a) + ln(1 / (1 - α)) / θ
 *
 * and the θ (1 / minor unit) that attains it, to plan with.
 *
 * The derivative of the minimised function has the sign of KL(θ) - ln(1 / (1 - α)), where KL, the divergence of the
 * tilted losses from the forecast, increases in θ. So instead of comparing values, which are flat to rounding around the
 * minimum and in its tails, we solve KL(θ) = ln(1 / (1 - α)) for ln θ: unique, and θ is exact to about 12 digits. The
 * bracket comes from the data, hence scaling all stakes scales evar and 1/θ alike.
 *
 * - α < 1e-12: the expected loss, with theta 0 (at α = 0 the minimum lies in the limit θ -> 0).
 * - no account in doubt (every chance 0 or 1, or no stake): the certain loss, with theta 0.
 * - all can be lost together with a chance of at least 1 - α: the whole stake, with the theta from which on every account
 *   counts as lost in the tilted view (the minimum lies in the limit θ -> ∞).
 *
 * O(accounts) per evaluation, mostly half a dozen to three dozen, at most 100: the last digits of θ take most of them.
 *
 * @throws RangeError for α outside [0, 1)
 */
export function evar(columns: LossColumns, alpha: number): { readonly evar: number; readonly theta: number } {
  return minimum(columns, alpha, () => ({}));
}

/**
 * EVaR by itself. It is flat around its minimum: θ that is off by a share of 1e-6 gives all of its digits, and Newton's steps are as
 * small as that at once where they begin at θ of the normal distribution, √(2·ln(1 / (1 - α)) / Var L). Two to four evaluations.
 */
export function evarAlone(columns: LossColumns, alpha: number): number {
  return minimum(columns, alpha, (doubtful, budget) => ({
    start: Math.log((2 * budget) / varianceOf(doubtful)) / 2,
    step: 1e-6,
  })).evar;
}

function minimum(
  columns: LossColumns,
  alpha: number,
  searchFrom: (doubtful: Doubtful, budget: number) => { readonly start?: number; readonly step?: number },
): { readonly evar: number; readonly theta: number } {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`EVaR needs alpha in [0, 1): received ${alpha}`);
  const budget = -Math.log1p(-alpha);
  const doubtful = accountsInDoubt(columns);
  if (alpha < NEGLIGIBLE_ALPHA || doubtful.losses.length === 0) return { evar: sumOfEquivalents(columns, 0), theta: 0 };

  const { low, high } = thetaBracket(doubtful, budget);
  const logTheta = increasingRoot(
    (x) => logDivergence(doubtful, Math.exp(x), budget),
    Math.log(low),
    Math.log(high),
    searchFrom(doubtful, budget),
  );
  const theta = Math.exp(logTheta);
  const atTheta = sumOfEquivalents(columns, theta) + budget / theta;
  return { evar: Math.min(atTheta, stakeAtRisk(columns)), theta };
}

interface Doubtful {
  readonly losses: Float64Array;
  readonly stakes: Float64Array;
}

function accountsInDoubt({ losses, stakes }: LossColumns): Doubtful {
  const inDoubt = { losses: new Float64Array(losses.length), stakes: new Float64Array(losses.length) };
  let count = 0;
  for (let i = 0; i < losses.length; i++) {
    if (!(losses[i]! > 0 && losses[i]! < 1 && stakes[i]! > 0)) continue;
    inDoubt.losses[count] = losses[i]!;
    inDoubt.stakes[count] = stakes[i]!;
    count++;
  }
  return { losses: inDoubt.losses.subarray(0, count), stakes: inDoubt.stakes.subarray(0, count) };
}

/**
 * KL(θ) = ∫ u·K''(u) du <= θ²·ΣV²/8, because a variance is at most V²/4: that gives the lower end. At the upper end
 * every account is saturated, so KL has its limit -Σ ln q.
 */
function thetaBracket({ losses, stakes }: Doubtful, budget: number) {
  let squares = 0;
  let high = 0;
  for (let i = 0; i < losses.length; i++) {
    squares += stakes[i]! ** 2;
    high = Math.max(high, (SATURATED - Math.log(losses[i]!)) / stakes[i]!);
  }
  const low = Math.sqrt((8 * budget) / squares);
  return { low, high: Math.max(high, 2 * low) };
}

function varianceOf({ losses, stakes }: Doubtful): number {
  let variance = 0;
  for (let i = 0; i < losses.length; i++) variance += losses[i]! * (1 - losses[i]!) * stakes[i]! ** 2;
  return variance;
}

/** ln(KL(θ) / budget) and its derivative by ln θ, nearly linear in ln θ, which is what Newton's method likes. */
function logDivergence({ losses, stakes }: Doubtful, theta: number, budget: number) {
  let divergence = 0;
  let curvature = 0;
  let size = 0;
  for (let i = 0; i < losses.length; i++) {
    const q = losses[i]!;
    const x = theta * stakes[i]!;
    const growth = Math.expm1(x);
    const tilted = tiltedProbability(q, x, growth);
    divergence += tilted * x - logMixExp(q, x, growth);
    curvature += x * x * tilted * (1 - tilted);
    size += tilted * x;
  }
  // Rounding can push a divergence near 0 below it; as -Infinity it still says "too small", as NaN it would mislead. A slope
  // over what is left of it after rounding is none: too steep, it would end the search where it stands.
  const lost = divergence <= 4 * Number.EPSILON * size;
  return { value: Math.log(Math.max(0, divergence) / budget), slope: lost ? Number.NaN : curvature / divergence };
}

function sumOfEquivalents({ losses, stakes }: LossColumns, theta: number): number {
  let sum = 0;
  for (let i = 0; i < losses.length; i++) sum += certaintyEquivalent(theta, losses[i]!, stakes[i]!);
  return sum;
}

function stakeAtRisk({ losses, stakes }: LossColumns): number {
  let sum = 0;
  for (let i = 0; i < losses.length; i++) if (losses[i]! > 0) sum += stakes[i]!;
  return sum;
}
