import type { DayMultipliers } from '../model/plan.ts';
import type { Prices } from './oracle.ts';
import type { Problem } from './problem.ts';

/** Largest multiplier the certificate may hold, minor units. */
const LARGEST = 1e12;

/** Prices of the search rounded to what the certificate holds: whole minor units per slot, hour and engagement. */
export function wholePrices({ slot, minute, count }: Prices): Prices {
  const whole = (price: number) => Math.min(LARGEST, Math.round(price));
  return { slot: slot.map(whole), minute: minute.map((price) => whole(60 * price)), count: count.map(whole) };
}

/** Whole prices (per hour) in sixtieths of a minor unit, per minute: all sums of the bound are then integers. */
export function sixtieths({ slot, minute, count }: Prices): Prices {
  return { slot: slot.map((price) => 60 * price), minute: minute.slice(), count: count.map((price) => 60 * price) };
}

/** Whole prices as they stand in the plan, by rep and date; every slot of the local day has a place. */
export function multipliersOf({ days }: Problem, whole: Prices): Record<string, Record<string, DayMultipliers>> {
  const all: Record<string, Record<string, DayMultipliers>> = {};
  for (let d = 0; d < days.count; d++) {
    const slots = new Array<number>(days.allSlots[d]!).fill(0);
    for (let s = 0; s < days.slots[d]!; s++) slots[days.before[d]! + s] = whole.slot[days.offset[d]! + s]!;
    const rep = days.reps[days.rep[d]!]!.id;
    const ofRep = all[rep] ?? {};
    ofRep[days.days[d]!.date] = { slots, perHour: whole.minute[d]!, perEngagement: whole.count[d]! };
    all[rep] = ofRep;
  }
  return all;
}

/** Multipliers of a plan back as whole prices of the problem. */
export function pricesFrom(
  { days }: Problem,
  multipliers: Readonly<Record<string, Readonly<Record<string, DayMultipliers>>>>,
): Prices {
  const prices = {
    slot: new Float64Array(days.offset[days.count]!),
    minute: new Float64Array(days.count),
    count: new Float64Array(days.count),
  };
  for (let d = 0; d < days.count; d++) {
    const day = multipliers[days.reps[days.rep[d]!]!.id]?.[days.days[d]!.date];
    if (day === undefined) continue;
    for (let s = 0; s < days.slots[d]!; s++) prices.slot[days.offset[d]! + s] = day.slots[days.before[d]! + s] ?? 0;
    prices.minute[d] = day.perHour;
    prices.count[d] = day.perEngagement;
  }
  return prices;
}
