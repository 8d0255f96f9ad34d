import type { AccountChoices } from './account-choices.ts';
import type { AccountValues } from './account-values.ts';
import { ChoiceScratch, chooseForAccount } from './choose-for-account.ts';
import { type Cheapest, cheapestTable, choosePlace, findCheapest, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';

/** The problem with every shared limit replaced by its price: each account then takes its best for itself. */
export interface Relaxation {
  readonly problem: Problem;
  readonly values: AccountValues;
  readonly choices: AccountChoices;
  readonly cheapest: Cheapest;
  readonly chosen: Int32Array;
  readonly surplus: Float64Array;
  readonly scratch: ChoiceScratch;
  /** By account: what it costs to leave it without any meeting, minor units; Infinity: it must have one. */
  readonly owed: Float64Array;
}

/** `owed`: default, nothing for anybody. */
export function relaxation(
  problem: Problem,
  values: AccountValues,
  choices: AccountChoices,
  owed: Float64Array = new Float64Array(problem.accounts.length),
): Relaxation {
  const size = problem.engagements.length;
  return {
    problem,
    values,
    choices,
    cheapest: cheapestTable(problem),
    chosen: new Int32Array(size).fill(NONE),
    surplus: new Float64Array(size),
    scratch: new ChoiceScratch(choices),
    owed,
  };
}

/**
 * The bound at these prices, times `scale`, before the charge for published commitments; leaves in `chosen` the class that
 * every engagement takes. With integer prices and scale 60 all sums are exact integers (core/README.md, "Bound").
 */
export function relaxedValue(relaxed: Relaxation, prices: Prices, scale: number): number {
  const { problem, values, choices, cheapest, chosen, surplus, scratch, owed } = relaxed;
  findCheapest(problem, prices, cheapest, scale);
  let total = limitsValue(problem, prices);
  for (let e = 0; e < chosen.length; e++) {
    if (choices.covered[e] === 1) continue;
    choosePlace(problem, cheapest, values.alone, scale, e, -scale * owed[problem.account[e]!]!, relaxed);
    total += surplus[e]!;
  }
  for (let m = 0; m < choices.accounts.length; m++) {
    total += chooseForAccount(problem, choices, cheapest, prices, scale, m, scratch, chosen, owed);
  }
  return total;
}

/** What all limits together cost at these prices. */
export function limitsValue({ days }: Problem, prices: Prices): number {
  let total = 0;
  for (let i = 0; i < prices.slot.length; i++) total += prices.slot[i]!;
  for (let d = 0; d < days.count; d++)
    total += prices.minute[d]! * days.capMinutes[d]! + prices.count[d]! * days.capCount[d]!;
  return total;
}

/** Mean surplus, where it is none at all 0, over all engagements that are their account's only one, as the relaxation has it at the last prices asked. */
export function typicalSurplus({ choices, chosen, surplus }: Relaxation): number {
  let sum = 0;
  for (let e = 0; e < chosen.length; e++)
    if (chosen[e] !== NONE && choices.covered[e] === 0) sum += Math.max(0, surplus[e]!);
  return sum / Math.max(1, chosen.length);
}

/** What is left of every limit: 1 − use of each slot, minutes and engagements of each rep-day. Negative: overused. */
export interface Slack {
  readonly slot: Float64Array;
  readonly minute: Float64Array;
  readonly count: Float64Array;
}

/** Slack with only the pinned meetings in; copied before the others are counted. */
export function pinnedSlack(problem: Problem): Slack {
  const { days, slotMinutes } = problem;
  const slot = new Float64Array(days.offset[days.count]!).fill(1);
  const minute = Float64Array.from(days.capMinutes);
  const count = Float64Array.from(days.capCount);
  for (let d = 0; d < days.count; d++) {
    for (const { from, to } of days.fixed[d]!) {
      const end = Math.min(days.slots[d]!, Math.ceil(to / slotMinutes) - days.base[d]!);
      for (let s = Math.max(0, Math.ceil(from / slotMinutes) - days.base[d]!); s < end; s++) {
        slot[days.offset[d]! + s] = slot[days.offset[d]! + s]! - 1;
      }
      minute[d] = minute[d]! - (to - from);
      count[d] = count[d]! - 1;
    }
  }
  return { slot, minute, count };
}

export function slackOfChoices({ problem, cheapest, chosen }: Relaxation, pinned: Slack, out: Slack): void {
  const { days, places } = problem;
  out.slot.set(pinned.slot);
  out.minute.set(pinned.minute);
  out.count.set(pinned.count);
  const { held } = cheapest;
  held.fill(0);
  for (let e = 0; e < chosen.length; e++) if (chosen[e] !== NONE) held[chosen[e]!] = held[chosen[e]!]! + 1;
  for (let c = 0; c < held.length; c++) {
    const number = held[c]!;
    if (number === 0) continue;
    const d = places.classDay[c]!;
    const from = days.offset[d]! + cheapest.start[c]!;
    const end = Math.min(from + places.classCover[c]!, days.offset[d + 1]!);
    for (let s = from; s < end; s++) out.slot[s] = out.slot[s]! - number;
    out.minute[d] = out.minute[d]! - number * places.classMinutes[c]!;
    out.count[d] = out.count[d]! - number;
  }
}
