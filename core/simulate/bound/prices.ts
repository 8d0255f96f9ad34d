import type { World } from '../world/world.ts';

/** Minutes of the shortest meeting; all last a multiple. */
const UNIT = 15;
/** Lengths of meetings, in units. */
export const LENGTHS = 3;

/**
 * What a meeting of each length costs with each rep on each day, cents, and how much that can be at most for what fits into
 * the day: by weak duality any prices ≥ 0 give a bound. A day has a worth, which buys the longest meeting or a middle one
 * and a short one; how it is shared between those two is a price of its own.
 */
export class Prices {
  readonly reps: number;
  readonly #fees: Float64Array;
  readonly #patterns: readonly (readonly number[])[];

  constructor(world: World, days: number, bufferMinutes: number) {
    this.reps = world.reps.length;
    this.#fees = new Float64Array(days * this.reps * LENGTHS);
    this.#patterns = patternsOf(world.scenario.repMinutes, world.usableMinutes, bufferMinutes);
  }

  fee(rep: number, day: number, minutes: number): number {
    return this.#fees[this.place(rep, day, minutes)]!;
  }

  place(rep: number, day: number, minutes: number): number {
    return (day * this.reps + rep) * LENGTHS + minutes / UNIT - 1;
  }

  /** @param short share of the worth that the shortest meeting costs */
  set(rep: number, day: number, worth: number, short: number): void {
    const first = this.place(rep, day, UNIT);
    this.#fees.set([short * worth, (1 - short) * worth, worth], first);
  }

  feesOf(rep: number, day: number): Float64Array {
    const first = this.place(rep, day, UNIT);
    return this.#fees.subarray(first, first + LENGTHS);
  }

  /** The day's most expensive filling: how many of each length, and what they cost together. */
  dearest(rep: number, day: number): { readonly counts: readonly number[]; readonly cost: number } {
    const fees = this.feesOf(rep, day);
    let best: { readonly counts: readonly number[]; readonly cost: number } = { counts: [0, 0, 0], cost: 0 };
    for (const counts of this.#patterns) {
      const cost = counts.reduce((sum, count, length) => sum + count * fees[length]!, 0);
      if (cost > best.cost) best = { counts, cost };
    }
    return best;
  }
}

/** All ways to fill one free piece of a day: minutes under the ceiling, a buffer after every meeting but the last, on the grid. */
function patternsOf(repMinutes: number, usable: number, buffer: number): readonly (readonly number[])[] {
  const found: number[][] = [];
  const step = (minutes: number) => UNIT * Math.ceil((minutes + buffer) / UNIT);
  const most = Math.floor(usable / UNIT);
  for (let a = 0; a <= most; a += 1)
    for (let b = 0; 2 * b + a <= most; b += 1)
      for (let c = 0; 3 * c + 2 * b + a <= most; c += 1) {
        const [last = 0] = [c > 0 ? 45 : b > 0 ? 30 : a > 0 ? 15 : 0];
        const length = a * step(15) + b * step(30) + c * step(45) - (last === 0 ? 0 : step(last) - last);
        if (length <= repMinutes) found.push([a, b, c]);
      }
  return found;
}
