/** Steps of the grid of a, see {@link afterTalk}. */
export const K = 24;
export const WIDTH = K + 1;

/** By a, in steps of the grid. */
export type Row = Float64Array;

/** Chance that the customer is there once the period has ended, of `survival` of the unsaved before its last night. */
export function stays(k: number, survival: number, loss: number): number {
  return (k / K) * survival * (1 - loss) + 1 - k / K;
}

/**
 * A customer is there unsaved with chance a · survival and saved with 1 − a, up to a common weight. A talk moves `effect` of
 * the unsaved who are left, a · survival · effect, to the saved: their weight becomes `weight` of what it was, and a is at
 * place `low` to `low + 1` of the grid, `part` of the way.
 */
export function afterTalk(k: number, effect: number, survival: number) {
  const weight = 1 - (k / K) * effect * (1 - survival);
  const at = (k * (1 - effect)) / weight;
  const low = Math.min(K - 1, Math.floor(at));
  return { weight, low, part: at - low };
}
