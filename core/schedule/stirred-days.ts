import { NONE } from './places.ts';
import type { Pools } from './pools.ts';
import type { Problem } from './problem.ts';
import type { Timetable } from './timetable.ts';

/** Rep-days looked at for an engagement that has no place: those where it is worth most at current prices. */
const PLACES = 6;

/**
 * Which rep-days a small change concerns: those where an engagement without a place would pay, and what follows from each
 * rep-day that is solved again. All others stay as an earlier plan had them.
 */
export class StirredDays {
  /** 1: to be solved in the next pass. */
  #waiting: Uint8Array;
  /** 1: was stirred at some time. */
  readonly #stirred: Uint8Array;
  readonly #problem: Problem;
  readonly #timetable: Timetable;
  readonly #pools: Pools;
  /** Candidates by engagement: indices into the pools from `#first[e]` to `#first[e + 1]`, by rep-day. */
  readonly #first: Int32Array;
  readonly #candidate: Int32Array;
  readonly #tops = new Int32Array(PLACES);

  constructor(problem: Problem, timetable: Timetable, pools: Pools) {
    this.#problem = problem;
    this.#timetable = timetable;
    this.#pools = pools;
    this.#waiting = new Uint8Array(problem.days.count);
    this.#stirred = new Uint8Array(problem.days.count);
    const size = problem.engagements.length;
    this.#first = new Int32Array(size + 1);
    const total = pools.engagement.length;
    for (let i = 0; i < total; i++) {
      const after = pools.engagement[i]! + 1;
      this.#first[after] = this.#first[after]! + 1;
    }
    for (let e = 0; e < size; e++) this.#first[e + 1] = this.#first[e + 1]! + this.#first[e]!;
    this.#candidate = new Int32Array(total);
    const next = this.#first.slice();
    for (let i = 0; i < total; i++) {
      const e = pools.engagement[i]!;
      this.#candidate[next[e]!] = i;
      next[e] = next[e]! + 1;
    }
    for (let e = 0; e < size; e++) if (timetable.day[e] === NONE) this.#seek(e);
  }

  /** The rep-days of the next pass, 1 each; what is stirred from now on is for the one after. */
  take(): Uint8Array {
    const now = this.#waiting;
    this.#waiting = new Uint8Array(now.length);
    return now;
  }

  /** All that were ever stirred are to be solved once more. */
  again(): void {
    this.#waiting.set(this.#stirred);
  }

  /** What follows from a rep-day solved anew: who left seeks a place, and what was left behind is room. */
  follow(moves: readonly { readonly e: number; readonly day: number }[], d: number): void {
    for (const { e, day } of moves) {
      if (day !== NONE && day !== d && this.#timetable.day[e] !== day) this.#stir(day);
      if (this.#timetable.day[e] === NONE) this.#seek(e);
    }
  }

  #stir(d: number): void {
    this.#waiting[d] = 1;
    this.#stirred[d] = 1;
  }

  /** Stirs the rep-days where the engagement would pay most. */
  #seek(e: number): void {
    const { value, cost, place } = this.#pools;
    const urgent = this.#problem.urgency[e] !== 0;
    let count = 0;
    for (let at = this.#first[e]!; at < this.#first[e + 1]!; at++) {
      const i = this.#candidate[at]!;
      const surplus = value[i]! - cost[i]!;
      if (!urgent && surplus < 0) continue;
      let to = count < PLACES ? count++ : PLACES;
      while (to > 0 && surplus > value[this.#tops[to - 1]!]! - cost[this.#tops[to - 1]!]!) {
        if (to < PLACES) this.#tops[to] = this.#tops[to - 1]!;
        to--;
      }
      if (to < PLACES) this.#tops[to] = i;
    }
    for (let k = 0; k < count; k++) this.#stir(this.#problem.places.classDay[place[this.#tops[k]!]!]!);
  }
}
