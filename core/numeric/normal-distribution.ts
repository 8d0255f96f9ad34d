/**
 * Φ(z), the standard normal distribution function: Chebyshev fit of erfc by Press et al., Numerical Recipes, 3rd ed.,
 * 6.2.2 (`erfccheb`'s short form), absolute error below 1e-7, which is far below what an interval is read to.
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  let polynomial = COEFFICIENTS[0];
  for (let i = 1; i < COEFFICIENTS.length; i++) polynomial = polynomial * t + COEFFICIENTS[i]!;
  const upper = 0.5 * t * Math.exp(-x * x + polynomial);
  return z >= 0 ? 1 - upper : upper;
}

/** Of t⁹ down to t⁰. */
const COEFFICIENTS = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
] as const;
