import { logistic, softplus } from './logistic.ts';

/** Above this e^x overflows a double soon (e^709.78), below it `expm1` is exact to the last bits. */
const OVERFLOW_EXPONENT = 700;

/**
 * ln(1 - q + q·e^x) = ln(1 + q·(e^x - 1)), the cumulant of a yes/no variable with probability `q` < 1 and size `x` >= 0,
 * with full relative precision for tiny q and x and without overflow for any finite x. `growth`: e^x - 1, where it is known.
 */
export function logMixExp(q: number, x: number, growth = Math.expm1(x)): number {
  if (q === 0) return 0;
  return x <= OVERFLOW_EXPONENT ? Math.log1p(q * growth) : Math.log1p(-q) + softplus(x + logit(q));
}

/** The probability after tilting by e^x: q·e^x / (1 - q + q·e^x), for 0 < q < 1 and x >= 0. `growth` as above. */
export function tiltedProbability(q: number, x: number, growth = Math.expm1(x)): number {
  if (x > OVERFLOW_EXPONENT) return logistic(x + logit(q));
  return (q * (1 + growth)) / (1 + q * growth);
}

function logit(q: number): number {
  return Math.log(q) - Math.log1p(-q);
}
