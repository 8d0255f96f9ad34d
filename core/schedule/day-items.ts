/** Most candidates looked at when a rep-day is solved; two words of 30 bits tell which of them are used. */
export const MOST_ITEMS = 60;

/**
 * The candidates of one rep-day while it is solved: weights, lengths and allowed starts. One object for all days of a block.
 */
export interface DayItems {
  size: number;
  readonly slots: number;
  readonly engagement: Int32Array;
  readonly place: Int32Array;
  readonly kind: Uint8Array;
  /** Engagement of the same account that leaves the plan if this item is chosen, or NONE. */
  readonly drop: Int32Array;
  /** What choosing the item adds to the score of the day, minor units. */
  readonly weight: Float64Array;
  readonly cover: Int32Array;
  readonly minutes: Int32Array;
  /** Bits that choosing the item uses up: its own and those of items that exclude it. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** 1 where item i may start at slot s: `allowed[i · slots + s]`. */
  readonly allowed: Uint8Array;
  /** Best surplus of item i over starts from s on, 0 if none pays: `later[i · (slots + 1) + s]`. */
  readonly later: Float64Array;
  /** Best surplus of item i over all its starts, −Infinity if it has none. */
  readonly best: Float64Array;
  /** Surplus of the item, to rank candidates before the day is solved. */
  readonly rank: Float64Array;
  /** Once there is no room for more: the newcomer with the least rank, and that rank; a better one takes its place. */
  worst: number;
  bar: number;
  /** The items that a better day can hold (narrowDay), by index. */
  liveSize: number;
  readonly live: Int32Array;
}

export function dayItems(slots: number): DayItems {
  return {
    size: 0,
    slots,
    engagement: new Int32Array(MOST_ITEMS),
    place: new Int32Array(MOST_ITEMS),
    kind: new Uint8Array(MOST_ITEMS),
    drop: new Int32Array(MOST_ITEMS),
    weight: new Float64Array(MOST_ITEMS),
    cover: new Int32Array(MOST_ITEMS),
    minutes: new Int32Array(MOST_ITEMS),
    low: new Int32Array(MOST_ITEMS),
    high: new Int32Array(MOST_ITEMS),
    allowed: new Uint8Array(MOST_ITEMS * slots),
    later: new Float64Array(MOST_ITEMS * (slots + 1)),
    best: new Float64Array(MOST_ITEMS),
    rank: new Float64Array(MOST_ITEMS),
    worst: 0,
    bar: Number.NEGATIVE_INFINITY,
    liveSize: 0,
    live: new Int32Array(MOST_ITEMS),
  };
}
