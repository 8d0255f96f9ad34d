import { NONE } from './places.ts';
import type { Pools } from './pools.ts';
import type { Problem } from './problem.ts';
import type { Timetable } from './timetable.ts';

/** Engagements without a place that would pay at current prices, and the rep-days where each would pay most. */
export class Seekers {
  /** 1: waits to be taken. */
  readonly #waits: Uint8Array;
  #next: number[] = [];
  readonly #problem: Problem;
  readonly #timetable: Timetable;
  readonly #pools: Pools;
  /** Candidates by engagement: indices into the pools from `#first[e]` to `#first[e + 1]`, by rep-day. */
  readonly #first: Int32Array;
  readonly #candidate: Int32Array;

  constructor(problem: Problem, timetable: Timetable, pools: Pools) {
    this.#problem = problem;
    this.#timetable = timetable;
    this.#pools = pools;
    const size = problem.engagements.length;
    this.#waits = new Uint8Array(size);
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
    for (let e = 0; e < size; e++) this.add(e);
  }

  /** From now on an engagement waits, if it has no place and would pay. */
  add(e: number): void {
    if (this.#waits[e] === 1 || this.#timetable.day[e] !== NONE || this.#first[e] === this.#first[e + 1]) return;
    if (this.#problem.urgency[e] === 0 && !(this.#pools.best[e]! > 0)) return;
    this.#waits[e] = 1;
    this.#next.push(e);
  }

  /** All that wait, the most urgent first, then who would pay most; whoever is added from now on waits for the next time. */
  take(): readonly number[] {
    const { best } = this.#pools;
    const { urgency } = this.#problem;
    const now = this.#next.sort((x, y) => urgency[y]! - urgency[x]! || best[y]! - best[x]! || x - y);
    this.#next = [];
    for (const e of now) this.#waits[e] = 0;
    return now;
  }

  /** The rep-days of an engagement without a place where it would pay most, best first, at most so many. */
  daysOf(e: number, most: number): readonly number[] {
    if (this.#timetable.day[e] !== NONE) return [];
    const { value, cost, place } = this.#pools;
    const tops: number[] = [];
    for (let at = this.#first[e]!; at < this.#first[e + 1]!; at++) {
      const i = this.#candidate[at]!;
      const surplus = value[i]! - cost[i]!;
      if (surplus < 0 && this.#problem.urgency[e] === 0) continue;
      let to = tops.length;
      while (to > 0 && surplus > value[tops[to - 1]!]! - cost[tops[to - 1]!]!) to--;
      if (to === most) continue;
      tops.splice(to, 0, i);
      if (tops.length > most) tops.pop();
    }
    return tops.map((i) => this.#problem.places.classDay[place[i]!]!);
  }
}
