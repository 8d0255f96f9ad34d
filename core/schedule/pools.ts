import { surchargeAt } from './load-surcharge.ts';
import { lookAhead } from './look-ahead.ts';
import { choosePlace } from './oracle.ts';
import { NONE } from './places.ts';
import { eachPlace } from './planned-block.ts';
import { KINDS } from './problem.ts';
import { type Relaxation, typicalSurplus } from './relaxation.ts';

/** Candidates kept per rep-day: those that lose least by being here instead of at their best place. */
const POOL = 256;

/**
 * Regrets are told apart only to this share of the surplus of a typical engagement: rep-days that are alike would otherwise
 * all get the same candidates, and whoever is not among them is nowhere.
 */
const BLUR = 0.05;

/**
 * The candidates of every rep-day at the prices of the relaxation, and what each engagement could bring elsewhere.
 *
 * The measure is regret against the engagement's own best, not the surplus alone: a filter without the engagement's own
 * surplus drops exactly the account that matters most.
 */
export interface Pools {
  readonly start: Int32Array;
  readonly engagement: Int32Array;
  readonly place: Int32Array;
  readonly kind: Uint8Array;
  /** 1 for candidates that are neither urgent nor beside others of their account. */
  readonly plain: Uint8Array;
  /** Of each candidate: worth there (see lookAhead), price there, and best surplus on any other rep-day, at least 0. */
  readonly value: Float64Array;
  readonly cost: Float64Array;
  readonly hope: Float64Array;
  /** Best surplus over all places, the rep-day of it, and the best on any other rep-day. */
  readonly best: Float64Array;
  readonly bestDay: Int32Array;
  readonly second: Float64Array;
  /** See lookAhead. */
  readonly ahead: Float64Array;
}

export function buildPools(relaxed: Relaxation): Pools {
  const { problem, choices, cheapest } = relaxed;
  const ahead = lookAhead(relaxed);
  const { days, places, urgency } = problem;
  const size = problem.engagements.length;
  const best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const second = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const bestDay = new Int32Array(size).fill(NONE);
  const heap = new RegretHeaps(days.count);
  const blur = BLUR * typicalSurplus(relaxed);
  for (let e = 0; e < size; e++) {
    choosePlace(problem, cheapest, ahead, 1, e, Number.NEGATIVE_INFINITY, relaxed);
    if (relaxed.chosen[e] === NONE) continue;
    best[e] = relaxed.surplus[e]!;
    bestDay[e] = places.classDay[relaxed.chosen[e]!]!;
    const free = urgency[e] !== 0 || choices.covered[e] === 1;
    const reference = free ? best[e]! : Math.max(0, best[e]!);
    eachPlace(problem, e, (c, kind) => {
      const d = places.classDay[c]!;
      const kept = c === problem.keepClass[e] ? problem.policy.value.disruptionCost : 0;
      const surplus = ahead[(e * KINDS + kind) * days.touchCount + days.touch[d]!]! + kept - cheapest.cost[c]!;
      if (d !== bestDay[e] && surplus > second[e]!) second[e] = surplus;
      heap.offer(d, reference - surplus + blur * mixed(e, d), e, c, kind);
    });
  }
  const candidates = heap.collect();
  const total = candidates.engagement.length;
  const value = new Float64Array(total);
  const cost = new Float64Array(total);
  const hope = new Float64Array(total);
  const plain = new Uint8Array(total);
  for (let i = 0; i < total; i++) {
    const e = candidates.engagement[i]!;
    const c = candidates.place[i]!;
    const d = places.classDay[c]!;
    const kept = c === problem.keepClass[e] ? problem.policy.value.disruptionCost : 0;
    const surcharge = surchargeAt(problem, c);
    value[i] = ahead[(e * KINDS + candidates.kind[i]!) * days.touchCount + days.touch[d]!]! + kept - surcharge;
    cost[i] = cheapest.cost[c]! - surcharge;
    plain[i] = urgency[e] === 0 && choices.covered[e] === 0 ? 1 : 0;
    hope[i] = Math.max(0, bestDay[e] === d ? second[e]! : best[e]!);
  }
  return { ...candidates, plain, value, cost, hope, best, bestDay, second, ahead };
}

/** The POOL least regrets of every rep-day. Ties keep the earlier offer, so the result does not depend on speed. */
class RegretHeaps {
  readonly #count: Int32Array;
  readonly #regret: Float64Array;
  readonly #engagement: Int32Array;
  readonly #place: Int32Array;
  readonly #kind: Uint8Array;
  readonly #worst: Int32Array;

  constructor(days: number) {
    this.#count = new Int32Array(days);
    this.#regret = new Float64Array(days * POOL);
    this.#engagement = new Int32Array(days * POOL);
    this.#place = new Int32Array(days * POOL);
    this.#kind = new Uint8Array(days * POOL);
    this.#worst = new Int32Array(days);
  }

  offer(d: number, regret: number, e: number, c: number, kind: number): void {
    const base = d * POOL;
    const count = this.#count[d]!;
    if (count < POOL) {
      this.#put(base + count, regret, e, c, kind);
      this.#count[d] = count + 1;
      if (count + 1 === POOL) this.#findWorst(d);
      return;
    }
    const worst = this.#worst[d]!;
    if (regret >= this.#regret[worst]!) return;
    this.#put(worst, regret, e, c, kind);
    this.#findWorst(d);
  }

  collect(): Pick<Pools, 'start' | 'engagement' | 'place' | 'kind'> {
    const days = this.#count.length;
    const start = new Int32Array(days + 1);
    for (let d = 0; d < days; d++) start[d + 1] = start[d]! + this.#count[d]!;
    const total = start[days]!;
    const all = { start, engagement: new Int32Array(total), place: new Int32Array(total), kind: new Uint8Array(total) };
    for (let d = 0; d < days; d++) {
      for (let i = 0; i < this.#count[d]!; i++) {
        all.engagement[start[d]! + i] = this.#engagement[d * POOL + i]!;
        all.place[start[d]! + i] = this.#place[d * POOL + i]!;
        all.kind[start[d]! + i] = this.#kind[d * POOL + i]!;
      }
    }
    return all;
  }

  #put(at: number, regret: number, e: number, c: number, kind: number): void {
    this.#regret[at] = regret;
    this.#engagement[at] = e;
    this.#place[at] = c;
    this.#kind[at] = kind;
  }

  #findWorst(d: number): void {
    let worst = d * POOL;
    for (let i = d * POOL + 1; i < (d + 1) * POOL; i++) if (this.#regret[i]! > this.#regret[worst]!) worst = i;
    this.#worst[d] = worst;
  }
}

/** A number in 0 … 1 that is the same everywhere, for each pair another (mixing of Murmur 3). */
function mixed(e: number, d: number): number {
  let h = Math.imul(e, 0x9e3779b1) ^ Math.imul(d + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
