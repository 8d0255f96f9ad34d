/**
 * Quantile of ascending numbers by linear interpolation between order statistics: Hyndman & Fan (1996) type 7, the
 * default of R and NumPy. O(1).
 *
 * @param sorted ascending, not empty
 * @param level in [0, 1]; 0 gives the smallest, 1 the largest
 * @throws RangeError for an empty list or a level outside [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, level: number): number {
  if (sorted.length === 0) throw new RangeError('quantile of an empty list: check that there is something to measure');
  if (!(level >= 0 && level <= 1)) throw new RangeError(`quantile level must lie in [0, 1]: received ${level}`);
  const position = (sorted.length - 1) * level;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
