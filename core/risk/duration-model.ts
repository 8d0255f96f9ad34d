import type { KindEstimate } from './estimate.ts';
import { type MeasuredMean, shrunkenMeans } from './shrunken-mean.ts';

/** A conversation that was held: minutes it took, and minutes it was planned for; both > 0. */
export interface HeldDuration {
  readonly kind: string;
  readonly minutes: number;
  readonly planned: number;
}

/** Spread between kinds that would not surprise: about a fifth longer or shorter. ln units. */
const SCALE = 0.2;
/** Talks of a kind differ by at least this much, ln units: ten that took exactly the plan prove nothing beyond a minute. */
const LEAST_DEVIATION = 0.05;

/**
 * How much longer than planned conversations of each kind take: geometric mean of held over planned minutes, shrunken over
 * kinds. The ratio is taken as log-normal, as service times of talks are (Brown et al. 2005, "Statistical analysis of a
 * telephone call center"). The spread within kinds is pooled, so a kind seen twice has an error too. O(n + kinds).
 */
export function durationRatios(held: readonly HeldDuration[]): KindEstimate[] {
  const byKind = Map.groupBy(held, ({ kind }) => kind);
  const kinds = [...byKind.keys()].sort();
  const means = kinds.map((kind) => {
    const logs = (byKind.get(kind) ?? []).map(({ minutes, planned }) => Math.log(minutes / planned));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return { kind, count: logs.length, mean, squares };
  });
  const freedom = held.length - kinds.length;
  const squares = means.reduce((sum, each) => sum + each.squares, 0);
  const deviation = Math.max(LEAST_DEVIATION, freedom > 0 ? Math.sqrt(squares / freedom) : 0.5);
  const measured = means.map(({ kind, count, mean }): MeasuredMean => {
    return { kind, count, mean, standardError: deviation / Math.sqrt(count) };
  });
  return shrunkenMeans(measured, SCALE).map((estimate) => ({
    ...estimate,
    value: Math.exp(estimate.value),
    low: Math.exp(estimate.low),
    high: Math.exp(estimate.high),
  }));
}
