import type { DayItems } from './day-items.ts';
import type { DayLimits } from './day-limits.ts';

/**
 * What the room left under the caps of a rep-day can still bring, minor units. Prices alone would credit five long meetings
 * that fill the minutes with a sixth that has no room; here only meetings of lengths that are offered count, each at its
 * price, or at what the best of its length brings where that is less.
 */
export class CapRoom {
  /** By minutes left, in steps, and number left. */
  #value = new Float64Array(0);
  #step = 1;
  #width = 1;
  #limits: DayLimits | null = null;
  readonly #lengths: number[] = [];
  readonly #pay: number[] = [];

  /** For the day in hand. O(minutes / step · number · lengths); nothing to do where caps cost nothing. */
  prepare(items: DayItems, limits: DayLimits): void {
    this.#limits = null;
    if ((limits.minutePrice === 0 && limits.countPrice === 0) || items.size === 0) return;
    this.#limits = limits;
    this.#readLengths(items, limits);
    const free = limits.capMinutes - limits.pinnedMinutes;
    const shortest = this.#lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
    const rows = Math.floor(free / this.#step) + 1;
    this.#width = Math.max(0, Math.min(limits.capCount - limits.fixed.length, Math.floor(free / shortest))) + 1;
    if (this.#value.length < rows * this.#width) this.#value = new Float64Array(rows * this.#width);
    this.#value.fill(0, 0, this.#width);
    for (let m = 1; m < rows; m++) this.#fillRow(m);
  }

  /** What is left to a day that holds so many minutes and meetings. */
  left(minutes: number, held: number): number {
    if (this.#limits === null) return 0;
    const { capMinutes, capCount } = this.#limits;
    const column = Math.min(this.#width - 1, capCount - held);
    return this.#value[Math.floor((capMinutes - minutes) / this.#step) * this.#width + column]!;
  }

  #readLengths(items: DayItems, { minutePrice, countPrice }: DayLimits): void {
    const lengths = this.#lengths;
    const pay = this.#pay;
    lengths.length = 0;
    pay.length = 0;
    let step = 0;
    for (let i = 0; i < items.size; i++) {
      const minutes = items.minutes[i]!;
      const price = minutePrice * minutes + countPrice;
      const brings = Math.min(price, price + items.rank[i]!);
      const at = lengths.indexOf(minutes);
      if (at >= 0) pay[at] = Math.max(pay[at]!, brings);
      else {
        lengths.push(minutes);
        pay.push(brings);
        step = greatestCommonDivisor(step, minutes);
      }
    }
    this.#step = step;
  }

  #fillRow(m: number): void {
    const value = this.#value;
    const width = this.#width;
    value[m * width] = 0;
    for (let n = 1; n < width; n++) {
      let best = value[(m - 1) * width + n]!;
      for (let k = 0; k < this.#lengths.length; k++) {
        const rest = m - this.#lengths[k]! / this.#step;
        if (rest < 0) continue;
        const found = this.#pay[k]! + value[rest * width + n - 1]!;
        if (found > best) best = found;
      }
      value[m * width + n] = best;
    }
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
