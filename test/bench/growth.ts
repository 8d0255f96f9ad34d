import type { BenchRow } from './row.ts';

const LEAST = 1_000;
const MOST = 200_000;

/**
 * Exponent of processor time in the number of engagements: least squares of log time on log size over the medians of the
 * families of one rule set at one load, 1,200 to 100,000 engagements. Null with fewer than two sizes.
 */
export function growthExponent(medianRows: readonly BenchRow[], prefix: string, load: number): number | null {
  const points = medianRows
    .filter(({ family, rival, load: own }) => rival === undefined && own === load && family.startsWith(`${prefix}-`))
    .filter(({ engagements }) => engagements >= LEAST && engagements <= MOST)
    .map(({ engagements, seconds }) => ({ x: Math.log(engagements), y: Math.log(seconds) }));
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const x = mean((point) => point.x);
  const y = mean((point) => point.y);
  const spread = mean((point) => (point.x - x) ** 2);
  return points.length < 2 || spread === 0 ? null : mean((point) => (point.x - x) * (point.y - y)) / spread;
}
