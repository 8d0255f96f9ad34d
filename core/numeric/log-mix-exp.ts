/** Above this e^x overflows a double soon (e^709.78), below it `expm1` is exact to the last bits. */
const OVERFLOW_EXPONENT = 700;

/**
 * ln(1 - q + q·e^x) = ln(1 + q·(e^x - 1)), the cumulant of a yes/no variable with probability `q` and size `x` >= 0, with
 * full relative precision for tiny q and x and without overflow for huge x.
 */
export function logMixExp(q: number, x: number): number {
  if (q === 0) return 0;
  return x <= OVERFLOW_EXPONENT ? Math.log1p(q * Math.expm1(x)) : x + logMixExpLessX(q, x);
}

/** ln(1 - q + q·e^x) - x = ln(q + (1 - q)·e^-x), for x so large that it must be kept apart. Finite for q > 0. */
export function logMixExpLessX(q: number, x: number): number {
  return Math.log(q + (1 - q) * Math.exp(-x));
}

/** The probability after tilting by e^x: q·e^x / (1 - q + q·e^x), for 0 < q <= 1 and x >= 0. */
export function tiltedProbability(q: number, x: number): number {
  return q / (q + (1 - q) * Math.exp(-x));
}
