/** |actual - expected| over the expected size; the absolute error where zero is expected. */
export function relativeError(actual: number, expected: number): number {
  const difference = Math.abs(actual - expected);
  return expected === 0 ? difference : difference / Math.abs(expected);
}
