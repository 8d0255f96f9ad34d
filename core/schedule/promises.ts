import { lookAhead } from './look-ahead.ts';
import { choosePlace } from './oracle.ts';
import { NONE } from './places.ts';
import { eachPlace } from './planned-block.ts';
import { KINDS } from './problem.ts';
import type { Relaxation } from './relaxation.ts';

/**
 * What engagements could bring at current prices, the same as `best` and `second` of the pools, worked out for those that are
 * asked about: from an earlier plan few are.
 */
export class Promises {
  readonly #relaxed: Relaxation;
  readonly #ahead: Float64Array;
  readonly #known: Uint8Array;
  readonly #best: Float64Array;
  readonly #bestDay: Int32Array;
  readonly #second: Float64Array;

  /** `relaxed`: at the prices it was last asked about. */
  constructor(relaxed: Relaxation) {
    const size = relaxed.problem.engagements.length;
    this.#relaxed = relaxed;
    this.#ahead = lookAhead(relaxed);
    this.#known = new Uint8Array(size);
    this.#best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.#bestDay = new Int32Array(size).fill(NONE);
    this.#second = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  }

  /** Best surplus over all places; −Infinity: it has none. O(touch days). */
  best(e: number): number {
    if (this.#bestDay[e] !== NONE) return this.#best[e]!;
    const { problem, cheapest, chosen, surplus } = this.#relaxed;
    choosePlace(problem, cheapest, this.#ahead, 1, e, Number.NEGATIVE_INFINITY, this.#relaxed);
    if (chosen[e] === NONE) return Number.NEGATIVE_INFINITY;
    this.#bestDay[e] = problem.places.classDay[chosen[e]!]!;
    this.#best[e] = surplus[e]!;
    return surplus[e]!;
  }

  /** Best surplus on any rep-day but d. O(places) when first asked. */
  elsewhere(e: number, d: number): number {
    const best = this.best(e);
    if (this.#bestDay[e] !== d) return best;
    if (this.#known[e] === 0) {
      this.#second[e] = this.#bestBut(e, d);
      this.#known[e] = 1;
    }
    return this.#second[e]!;
  }

  #bestBut(e: number, but: number): number {
    const { problem, cheapest } = this.#relaxed;
    const { days, places, keepClass, policy } = problem;
    let most = Number.NEGATIVE_INFINITY;
    eachPlace(problem, e, (c, kind) => {
      const d = places.classDay[c]!;
      if (d === but) return;
      const kept = c === keepClass[e] ? policy.value.disruptionCost : 0;
      const worth = this.#ahead[(e * KINDS + kind) * days.touchCount + days.touch[d]!]! + kept;
      most = Math.max(most, worth - cheapest.cost[c]!);
    });
    return most;
  }
}
