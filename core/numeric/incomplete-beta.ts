import { logBeta } from './log-gamma.ts';

/** Terms of the continued fraction: far more than it needs for parameters up to 10^6. */
const MOST_TERMS = 20_000;
const TINY = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x, for a, b > 0. The
 * continued fraction of Press et al., Numerical Recipes, 3rd ed., 6.4, by Lentz' method; O(√max(a, b)).
 * @param logScale ln B(a, b), where it is asked for at many x
 */
export function incompleteBeta(x: number, a: number, b: number, logScale = logBeta(a, b)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logScale);
  // It converges fast on the near side of the mean only.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a;
  return 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-14) return fraction;
  }
  return fraction;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
