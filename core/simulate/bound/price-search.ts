import type { World } from '../world/world.ts';
import { LENGTHS, type Prices } from './prices.ts';

/** Cents a minute to start from, and the share of a day's worth that the shortest meeting costs then. */
const START_PRICE = 200;
const START_SHORT = 0.35;
/** Two short meetings must not cost more than a long one, and one never less than nothing. */
const SHORTEST = { least: 0.1, most: 0.5 };
const LONGEST = 45;
/** Found by trying, on other worlds than the tests': first step, rounds until steps shrink, direction kept, step of shares. */
const STEP = 0.5;
const SLOW = 4;
const KEEP = 0.7;
const SHORT_STEP = 0.2;

/** Prices on their way to the highest bound: dearer where more is asked for than there is, cheaper where less. */
export class PriceSearch {
  readonly #prices: Prices;
  readonly #open: readonly { readonly rep: number; readonly day: number }[];
  readonly #usable: number;
  readonly #worth: Float64Array;
  readonly #short: Float64Array;
  readonly #direction: Float64Array;

  constructor(world: World, days: number, prices: Prices) {
    this.#prices = prices;
    this.#usable = world.usableMinutes;
    this.#open = Array.from({ length: days }, (_, day) =>
      world.reps.flatMap((_rep, rep) => (world.working(day) && !world.away(rep, day) ? [{ rep, day }] : [])),
    ).flat();
    this.#worth = new Float64Array(this.#open.length).fill(START_PRICE * LONGEST);
    this.#short = new Float64Array(this.#open.length).fill(START_SHORT);
    this.#direction = new Float64Array(this.#open.length);
    for (let day = 0; day < days; day += 1)
      for (let rep = 0; rep < prices.reps; rep += 1) prices.set(rep, day, START_PRICE * LONGEST, START_SHORT);
  }

  /** Cents: what the most expensive filling of every rep-day costs. */
  worthOfTime(): number {
    return this.#open.reduce((sum, { rep, day }) => sum + this.#prices.dearest(rep, day).cost, 0);
  }

  shareUsed(held: Float64Array): number {
    const minutes = held.reduce((sum, times, place) => sum + times * 15 * (1 + (place % LENGTHS)), 0);
    return minutes / Math.max(1, this.#open.length * this.#usable);
  }

  /** A multiplicative subgradient that keeps most of its last direction. */
  improve(held: Float64Array, round: number): void {
    const step = STEP / Math.sqrt(1 + round / SLOW);
    this.#open.forEach(({ rep, day }, index) => {
      const { counts } = this.#prices.dearest(rep, day);
      const first = this.#prices.place(rep, day, 15);
      const shares = [this.#short[index]!, 1 - this.#short[index]!, 1];
      let asked = 0;
      let there = 0;
      shares.forEach((share, length) => {
        asked += share * held[first + length]!;
        there += share * counts[length]!;
      });
      const excess = Math.max(-1, Math.min(1, asked / Math.max(1e-9, there) - 1));
      this.#direction[index] = KEEP * this.#direction[index]! + (1 - KEEP) * excess;
      this.#worth[index] = Math.max(1, this.#worth[index]! * Math.exp(step * this.#direction[index]!));
      const lean = held[first]! - held[first + 1]! - (counts[0]! - counts[1]!);
      const short = this.#short[index]! + SHORT_STEP * step * Math.max(-1, Math.min(1, lean));
      this.#short[index] = Math.max(SHORTEST.least, Math.min(SHORTEST.most, short));
      this.#prices.set(rep, day, this.#worth[index]!, this.#short[index]!);
    });
  }
}
