/**
 * Nearest integer, halves away from zero: 2.5 -> 3, -2.5 -> -3 (what commercial rounding and `ROUND_HALF_UP` of the
 * decimal libraries do). The one rounding of money in this product: minor units in, whole minor units out.
 *
 * Unlike `Math.floor(x + 0.5)` it is right for 0.49999999999999994 and for odd integers above 2^52, and it never
 * returns -0, which canonical JSON would write differently from what a reader expects.
 *
 * @throws RangeError for NaN and infinities: they cannot be money, so they are a bug upstream.
 */
export function roundHalfUp(value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `money must be finite: received ${value}; check the operands for division by zero or overflow`,
    );
  }
  const whole = Math.trunc(value);
  const rounded = Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
  return rounded === 0 ? 0 : rounded;
}
