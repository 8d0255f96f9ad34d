/**
 * ln Γ(x) for x > 0 by Lanczos' series with g = 7 and nine terms (Godfrey's coefficients, as in Press et al., Numerical
 * Recipes, 3rd ed., 6.1): relative error below 1e-14. O(1).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ is taken of positive numbers: received ${x}`);
  // Reflection keeps the series where it converges.
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let series = COEFFICIENTS[0];
  for (let i = 1; i < COEFFICIENTS.length; i++) series += COEFFICIENTS[i]! / (x - 1 + i);
  const shifted = x + 6.5;
  return HALF_LOG_TWO_PI + (x - 0.5) * Math.log(shifted) - shifted + Math.log(series);
}

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

const HALF_LOG_TWO_PI = 0.9189385332046728;
const COEFFICIENTS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;
