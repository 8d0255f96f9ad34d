import { logistic } from '../numeric/logistic.ts';

/** p ↦ logistic(intercept + slope · logit p): keeps the order of accounts. (0, 1) changes nothing. */
export interface Recalibration {
  readonly intercept: number;
  readonly slope: number;
}

export interface RecalibrationCase {
  /** Chance of loss if nobody acts. */
  readonly probability: number;
  /** Share of it that what was done leaves, in [0, 1]; 1: nothing was done. */
  readonly left: number;
  readonly lost: 0 | 1;
}

/** A forecast is held inside this distance of 0 and 1, where its log-odds end. */
const EDGE = 1e-6;
const ROUNDS = 60;
/** Standard deviation of (intercept, slope) around (0, 1) before anything was seen: keeps tiny samples near no change. */
const PRIOR = { intercept: 2, slope: 1 };

/** Composed: first `inner`, then `outer`. */
export function compose(outer: Recalibration, inner: Recalibration): Recalibration {
  return { intercept: outer.intercept + outer.slope * inner.intercept, slope: outer.slope * inner.slope };
}

/** 0 and 1 stay what they are. */
export function recalibrated({ intercept, slope }: Recalibration, probability: number): number {
  if (probability <= 0 || probability >= 1 || (intercept === 0 && slope === 1)) return probability;
  return logistic(intercept + slope * logOdds(probability));
}

/**
 * Logistic recalibration (Cox 1958; Platt 1999): intercept and slope of the most likely chances, where the chance of a loss
 * is `left` times the recalibrated one. Fisher scoring from no change, with halved steps; ends when nothing improves.
 * Never a slope below 0.1, which would turn the order of accounts round. O(cases · 60) at most.
 */
export function fitRecalibration(cases: readonly RecalibrationCase[]): Recalibration {
  const scaled = cases.map((each) => ({ ...each, x: logit(each.probability) }));
  let best: Recalibration = { intercept: 0, slope: 1 };
  let value = objective(scaled, best);
  for (let round = 0; round < ROUNDS; round++) {
    const step = scoringStep(scaled, best);
    let improved = false;
    for (let share = 1; share > 1e-6 && !improved; share /= 2) {
      const intercept = Math.min(10, Math.max(-10, best.intercept + share * step.intercept));
      const slope = Math.min(10, Math.max(0.1, best.slope + share * step.slope));
      const next = { intercept, slope };
      const reached = objective(scaled, next);
      if (reached > value + 1e-10) {
        best = next;
        value = reached;
        improved = true;
      }
    }
    if (!improved) break;
  }
  return best;
}

type Scaled = RecalibrationCase & { readonly x: number };

/** ln likelihood and prior. */
function objective(cases: readonly Scaled[], { intercept, slope }: Recalibration): number {
  let sum = -0.5 * ((intercept / PRIOR.intercept) ** 2 + ((slope - 1) / PRIOR.slope) ** 2);
  for (const { x, left, lost } of cases) {
    const chance = inside(left * logistic(intercept + slope * x));
    sum += lost === 1 ? Math.log(chance) : Math.log1p(-chance);
  }
  return sum;
}

function scoringStep(cases: readonly Scaled[], { intercept, slope }: Recalibration): Recalibration {
  let g0 = -intercept / PRIOR.intercept ** 2;
  let g1 = -(slope - 1) / PRIOR.slope ** 2;
  let h00 = 1 / PRIOR.intercept ** 2;
  let h01 = 0;
  let h11 = 1 / PRIOR.slope ** 2;
  for (const { x, left, lost } of cases) {
    const untouched = logistic(intercept + slope * x);
    const chance = inside(left * untouched);
    const rise = left * untouched * (1 - untouched);
    const pull = (rise * (lost - chance)) / (chance * (1 - chance));
    const weight = (rise * rise) / (chance * (1 - chance));
    g0 += pull;
    g1 += pull * x;
    h00 += weight;
    h01 += weight * x;
    h11 += weight * x * x;
  }
  const determinant = h00 * h11 - h01 * h01;
  return { intercept: (h11 * g0 - h01 * g1) / determinant, slope: (h00 * g1 - h01 * g0) / determinant };
}

function logit(probability: number): number {
  return logOdds(inside(probability));
}

function logOdds(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

function inside(probability: number): number {
  return Math.min(1 - EDGE, Math.max(EDGE, probability));
}
