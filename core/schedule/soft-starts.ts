import type { Cheapest } from './oracle.ts';
import type { Problem } from './problem.ts';
import type { Slack } from './relaxation.ts';
import { NEGLIGIBLE } from './soft-minimum.ts';

/** Starts of every class, softened: what a class costs, and how what is held there spreads over its starts. */
export class SoftStarts {
  readonly #problem: Problem;
  readonly #number: Float64Array;
  readonly #least: Float64Array;
  readonly #weight: Float64Array;
  readonly #change: Float64Array;
  /** By class, minor units. */
  readonly cost: Float64Array;

  constructor(problem: Problem) {
    const { places, days } = problem;
    this.#problem = problem;
    this.#number = new Float64Array(places.classCount);
    this.#least = new Float64Array(places.classCount);
    this.#weight = new Float64Array(places.classCount);
    this.#change = new Float64Array(days.offset[days.count]! + 1);
    this.cost = new Float64Array(places.classCount);
    for (let c = 0; c < places.classCount; c++) {
      for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
        this.#number[c] = this.#number[c]! + places.rangeLast[i]! - places.rangeFirst[i]! + 1;
      }
    }
  }

  /** Fills `cost` from the cheapest starts at some prices. O(starts of all classes). */
  soften({ sums, start, cost }: Cheapest, tau: number): void {
    const { days, places } = this.#problem;
    const { classCount, classDay, classCover, classRange, rangeFirst, rangeLast } = places;
    for (let c = 0; c < classCount; c++) {
      const d = classDay[c]!;
      const low = days.offset[d]!;
      const high = days.offset[d + 1]!;
      const cover = classCover[c]!;
      const at = low + start[c]!;
      const least = sums[Math.min(at + cover, high)]! - sums[at]!;
      let weight = 0;
      for (let i = classRange[c]!; i < classRange[c + 1]!; i++) {
        const last = low + rangeLast[i]!;
        for (let s = low + rangeFirst[i]!; s <= last; s++) {
          const over = (sums[Math.min(s + cover, high)]! - sums[s]! - least) / tau;
          if (over < NEGLIGIBLE) weight += over === 0 ? 1 : Math.exp(-over);
        }
      }
      this.#least[c] = least;
      this.#weight[c] = weight;
      this.cost[c] = cost[c]! - tau * Math.log(weight / this.#number[c]!);
    }
  }

  /** Slack when `held[c]` engagements are at each class. */
  slack(held: Float64Array, pinned: Slack, { sums }: Cheapest, tau: number, out: Slack): void {
    const { days, places } = this.#problem;
    const { classCount, classDay, classCover, classMinutes, classRange, rangeFirst, rangeLast } = places;
    const change = this.#change;
    change.fill(0);
    out.minute.set(pinned.minute);
    out.count.set(pinned.count);
    for (let c = 0; c < classCount; c++) {
      if (held[c] === 0) continue;
      const d = classDay[c]!;
      out.minute[d] = out.minute[d]! - held[c]! * classMinutes[c]!;
      out.count[d] = out.count[d]! - held[c]!;
      const low = days.offset[d]!;
      const high = days.offset[d + 1]!;
      const cover = classCover[c]!;
      const each = held[c]! / this.#weight[c]!;
      for (let i = classRange[c]!; i < classRange[c + 1]!; i++) {
        const last = low + rangeLast[i]!;
        for (let s = low + rangeFirst[i]!; s <= last; s++) {
          const end = Math.min(s + cover, high);
          const over = (sums[end]! - sums[s]! - this.#least[c]!) / tau;
          if (over >= NEGLIGIBLE) continue;
          const share = over === 0 ? each : each * Math.exp(-over);
          change[s] = change[s]! + share;
          change[end] = change[end]! - share;
        }
      }
    }
    let used = 0;
    for (let s = 0; s < out.slot.length; s++) {
      used += change[s]!;
      out.slot[s] = pinned.slot[s]! - used;
    }
  }
}
