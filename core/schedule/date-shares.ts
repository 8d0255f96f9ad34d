import type { Prices } from './oracle.ts';
import type { Problem } from './problem.ts';
import type { Slack } from './relaxation.ts';

/**
 * Adds to the direction of the caps `share` times the mean slack of their touch day, over the rep-days whose price can move:
 * the level of a date then moves faster than the differences between its reps. O(rep-days).
 */
export function addDateShares(
  { days, slotMinutes }: Problem,
  slack: Slack,
  prices: Prices,
  direction: Prices,
  share: number,
): void {
  const minute = new DateMeans(days.touchCount);
  const count = new DateMeans(days.touchCount);
  for (let d = 0; d < days.count; d++) {
    const t = days.touch[d]!;
    if (days.slots[d] === 0) continue;
    if (canMove(slack.minute, prices.minute, d)) minute.add(t, slack.minute[d]!, days.slots[d]!);
    if (canMove(slack.count, prices.count, d)) count.add(t, slack.count[d]!, 1);
  }
  for (let d = 0; d < days.count; d++) {
    const t = days.touch[d]!;
    if (days.slots[d] === 0) continue;
    if (canMove(slack.minute, prices.minute, d)) {
      direction.minute[d] = direction.minute[d]! + (share * minute.mean(t)) / (slotMinutes * slotMinutes);
    }
    if (canMove(slack.count, prices.count, d)) direction.count[d] = direction.count[d]! + share * count.mean(t);
  }
}

/** One direction for all rep-days of a touch day, by resource: the pooled limit of the date. O(slots). */
export function poolByDate({ days, slotMinutes }: Problem, slack: Slack, prices: Prices, direction: Prices): void {
  const slot = new DateMeans(days.touchCount);
  const minute = new DateMeans(days.touchCount);
  const count = new DateMeans(days.touchCount);
  for (let d = 0; d < days.count; d++) {
    const t = days.touch[d]!;
    if (days.slots[d] === 0) continue;
    for (let s = days.offset[d]!; s < days.offset[d + 1]!; s++) {
      slot.add(t, slack.slot[s]!, 1);
      if (prices.slot[s]! > 0) slot.priced[t] = 1;
    }
    minute.add(t, slack.minute[d]!, days.slots[d]!);
    count.add(t, slack.count[d]!, 1);
    if (prices.minute[d]! > 0) minute.priced[t] = 1;
    if (prices.count[d]! > 0) count.priced[t] = 1;
  }
  direction.slot.fill(0);
  direction.minute.fill(0);
  direction.count.fill(0);
  for (let d = 0; d < days.count; d++) {
    const t = days.touch[d]!;
    if (days.slots[d] === 0) continue;
    direction.slot.fill(slot.move(t), days.offset[d]!, days.offset[d + 1]!);
    direction.minute[d] = minute.move(t) / (slotMinutes * slotMinutes);
    direction.count[d] = count.move(t);
  }
}

/** A limit that is not used up and costs nothing stays so. */
function canMove(slack: Float64Array, price: Float64Array, i: number): boolean {
  return slack[i]! < 0 || price[i]! > 0;
}

/** Weighted means by touch day. */
class DateMeans {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;
  /** 1 where something of the date has a price. */
  readonly priced: Uint8Array;

  constructor(dates: number) {
    this.#sum = new Float64Array(dates);
    this.#weight = new Float64Array(dates);
    this.priced = new Uint8Array(dates);
  }

  add(t: number, slack: number, weight: number): void {
    this.#sum[t] = this.#sum[t]! + slack;
    this.#weight[t] = this.#weight[t]! + weight;
  }

  mean(t: number): number {
    return this.#weight[t]! > 0 ? this.#sum[t]! / this.#weight[t]! : 0;
  }

  /** The mean, or 0 where the limit is free already and not used up. */
  move(t: number): number {
    return this.#sum[t]! < 0 || this.priced[t] === 1 ? this.mean(t) : 0;
  }
}
