/**
 * Where an increasing distribution function reaches `level`, between `low` and `high`, by bisection: mixtures have no
 * closed quantile, and their densities can vanish between the parts, where Newton's method is lost. Resolution
 * (high − low) / 2^34; O(34) evaluations.
 */
export function distributionQuantile(cdf: (x: number) => number, level: number, low: number, high: number): number {
  let below = low;
  let above = high;
  for (let i = 0; i < 34; i++) {
    const middle = below + (above - below) / 2;
    if (cdf(middle) < level) below = middle;
    else above = middle;
  }
  return below + (above - below) / 2;
}
