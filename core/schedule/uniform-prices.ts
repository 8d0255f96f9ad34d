import { choosePlace, findCheapest, noPrices, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Relaxation } from './relaxation.ts';

/**
 * One price per slot of time, at which what is worth more fills the capacity; charged on the tightest limit of each
 * rep-day. Where everything fits, the price is 0.
 */
export function uniformPrices(relaxed: Relaxation): Prices {
  const { problem, values, cheapest } = relaxed;
  const { days, minutes, slotMinutes, bufferMinutes } = problem;
  const prices = noPrices(problem);
  findCheapest(problem, prices, cheapest);
  const size = problem.engagements.length;
  const density = new Float64Array(size);
  const cover = new Float64Array(size);
  let covered = 0;
  let held = 0;
  let wanted = 0;
  for (let e = 0; e < size; e++) {
    choosePlace(problem, cheapest, values.alone, 1, e, 0, relaxed);
    if (relaxed.chosen[e] === NONE) continue;
    cover[e] = Math.ceil((minutes[e]! + bufferMinutes) / slotMinutes);
    density[e] = relaxed.surplus[e]! / cover[e]!;
    covered += cover[e]!;
    held += minutes[e]!;
    wanted++;
  }
  if (wanted === 0) return prices;
  const slotsPerMinute = covered / held;
  const slotsPerMeeting = covered / wanted;
  const capacity = new Float64Array(days.count);
  const binding = new Uint8Array(days.count);
  let total = 0;
  for (let d = 0; d < days.count; d++) {
    const limits = [openSlots(relaxed, d), days.capMinutes[d]! * slotsPerMinute, days.capCount[d]! * slotsPerMeeting];
    capacity[d] = Math.min(...limits);
    binding[d] = limits.indexOf(capacity[d]!);
    total += capacity[d]!;
  }
  const price = clearingPrice(density, cover, total);
  for (let d = 0; d < days.count; d++) {
    if (binding[d] === 0) prices.slot.fill(price, days.offset[d]!, days.offset[d + 1]!);
    else if (binding[d] === 1) prices.minute[d] = price * slotsPerMinute;
    else prices.count[d] = price * slotsPerMeeting;
  }
  return prices;
}

function openSlots({ problem }: Relaxation, d: number): number {
  const { days, slotMinutes, bufferMinutes } = problem;
  let slots = 0;
  for (const { from, to } of days.days[d]!.free) slots += Math.floor((to - from + bufferMinutes) / slotMinutes);
  return Math.min(slots, days.slots[d]!);
}

function clearingPrice(density: Float64Array, cover: Float64Array, capacity: number): number {
  const byDensity = Array.from(density, (_, e) => e)
    .filter((e) => cover[e]! > 0)
    .sort((x, y) => density[y]! - density[x]! || x - y);
  let used = 0;
  for (const e of byDensity) {
    used += cover[e]!;
    if (used > capacity) return density[e]!;
  }
  return 0;
}
