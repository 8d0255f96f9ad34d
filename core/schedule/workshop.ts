import type { AccountRules } from './account-rules.ts';
import { Beam } from './beam.ts';
import { type DayItems, dayItems } from './day-items.ts';
import type { DayLimits } from './day-limits.ts';
import { surchargeAt } from './load-surcharge.ts';
import type { Cheapest, Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Pools } from './pools.ts';
import { KINDS, type Problem } from './problem.ts';
import type { Relaxation } from './relaxation.ts';
import type { Timetable } from './timetable.ts';

/** Everything a rep-day is re-solved with. */
export interface Workshop {
  readonly problem: Problem;
  readonly alone: Float64Array;
  readonly prices: Prices;
  readonly cheapest: Cheapest;
  readonly pools: Pools;
  readonly timetable: Timetable;
  readonly rules: AccountRules;
  readonly items: DayItems;
  readonly beam: Beam;
  readonly limits: readonly DayLimits[];
  /** Added to the weight of mandatory engagements: more than anything they can displace. */
  readonly mandatoryBonus: number;
  /** Of placed engagements that are their account's only one: what they bring where they are; of all: what they pay there. */
  readonly worth: Float64Array;
  readonly paid: Float64Array;
  /** Of each candidate of the pools: whether it has a start beside the rest of its account, at which change of it, less one. */
  readonly opened: Uint8Array;
  readonly openedAt: Int32Array;
  /** Where engagements were before the last commit, to go back. */
  readonly undo: Move[];
}

interface Move {
  readonly e: number;
  readonly day: number;
  readonly slot: number;
  readonly place: number;
  readonly kind: number;
}

export function workshop(
  relaxed: Relaxation,
  prices: Prices,
  pools: Pools,
  timetable: Timetable,
  rules: AccountRules,
): Workshop {
  const { problem, values, cheapest } = relaxed;
  const { days } = problem;
  let slots = 1;
  for (let d = 0; d < days.count; d++) slots = Math.max(slots, days.slots[d]!);
  const shop: Workshop = {
    problem,
    alone: values.alone,
    prices,
    cheapest,
    pools,
    timetable,
    rules,
    items: dayItems(slots),
    beam: new Beam(problem.policy.search.beamWidth, slots),
    limits: Array.from({ length: days.count }, (_, d) => dayLimits(problem, prices, d)),
    mandatoryBonus: mandatoryBonus(values),
    worth: new Float64Array(problem.engagements.length),
    paid: new Float64Array(problem.engagements.length),
    opened: new Uint8Array(pools.engagement.length),
    openedAt: new Int32Array(pools.engagement.length),
    undo: [],
  };
  for (let e = 0; e < timetable.day.length; e++) if (timetable.day[e] !== NONE) noteSeat(shop, e);
  return shop;
}

/** More than anything a mandatory engagement can displace. */
export function mandatoryBonus({ alone }: Pick<Relaxation['values'], 'alone'>): number {
  let highest = 1;
  for (const value of alone) highest = Math.max(highest, Math.abs(value));
  return 100 * highest;
}

function dayLimits(problem: Problem, prices: Prices, d: number): DayLimits {
  const { days, slotMinutes, policy } = problem;
  const { breakAfter, breakMinutes, bufferMinutes } = policy.rep;
  let pinnedMinutes = 0;
  for (const { from, to } of days.fixed[d]!) pinnedMinutes += to - from;
  return {
    slots: days.slots[d]!,
    from: days.base[d]! * slotMinutes,
    slotMinutes,
    capMinutes: days.capMinutes[d]!,
    capCount: days.capCount[d]!,
    breakAfter,
    breakMinutes: breakMinutes > bufferMinutes ? breakMinutes : 0,
    fixed: days.fixed[d]!,
    pinnedMinutes,
    minutePrice: prices.minute[d]!,
    countPrice: prices.count[d]!,
  };
}

/** Notes what an engagement brings and pays where it has just been put. */
export function noteSeat({ problem, prices, cheapest, timetable, alone, worth, paid }: Workshop, e: number): void {
  const { days, places, keepClass, policy } = problem;
  const d = timetable.day[e]!;
  const c = timetable.place[e]!;
  const from = days.offset[d]! + timetable.slot[e]!;
  const end = Math.min(from + places.classCover[c]!, days.offset[d + 1]!);
  const price = prices.minute[d]! * places.classMinutes[c]! + prices.count[d]!;
  paid[e] = cheapest.sums[end]! - cheapest.sums[from]! + price;
  const kept = (c === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, c);
  worth[e] = kept + alone[(e * KINDS + timetable.kind[e]!) * days.touchCount + days.touch[d]!]!;
}
