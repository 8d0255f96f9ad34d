import type { DayLimits } from './day-limits.ts';
import { prepareStarts, surplusAt } from './item-starts.ts';
import type { Workshop } from './workshop.ts';

/**
 * Leaves out what no day worth more than `goal` can hold. At the prices of the dual a day is worth at most what its slots cost,
 * what its caps can bring, and what each item could bring over its price; `spare` is how far that lies above the goal. An item
 * that falls short of its price by as much is in no such day, nor is a start at which it brings less by `spare` than at its
 * best (fixing by reduced cost), nor a label that scores no more than `beam.floor` of its slot. False where no day is worth more.
 * Most days are as good as they get: a fifth of the labels are left, and half of the time of planning.
 */
export function narrowDay(shop: Workshop, d: number, goal: number): boolean {
  const { items, beam, cheapest, problem } = shop;
  const limits = shop.limits[d]!;
  const offset = problem.days.offset[d]!;
  const slotsCost = cheapest.sums[offset + limits.slots]! - cheapest.sums[offset]!;
  const shared = slotsCost + beam.room.left(limits.pinnedMinutes, limits.fixed.length) - goal;
  if (!keepByRank(shop, shared)) return false;
  prepareStarts(shop, d);
  let spare = shared;
  for (let k = 0; k < items.liveSize; k++) spare += items.later[items.live[k]! * (limits.slots + 1)]!;
  if (spare <= 0) return false;
  for (let s = 0; s <= limits.slots; s++)
    beam.floor[s] = goal - (cheapest.sums[offset + limits.slots]! - cheapest.sums[offset + s]!);
  const size = items.liveSize;
  items.liveSize = 0;
  for (let k = 0; k < size; k++) {
    const i = items.live[k]!;
    const least = items.later[i * (limits.slots + 1)]! - spare;
    if (items.best[i]! <= least) continue;
    items.live[items.liveSize++] = i;
    keepStarts(shop, i, offset, limits, least);
  }
  return items.liveSize > 0;
}

/** No start brings more than the rank: who falls short by it needs no starts at all. */
function keepByRank({ items }: Workshop, shared: number): boolean {
  let spare = shared;
  for (let i = 0; i < items.size; i++) spare += Math.max(0, items.rank[i]!);
  items.liveSize = 0;
  for (let i = 0; i < items.size; i++) if (items.rank[i]! > -spare) items.live[items.liveSize++] = i;
  return spare > 0;
}

/** Only starts that bring more than `least`; what the item can still bring later, and the floor, follow. */
function keepStarts(shop: Workshop, i: number, offset: number, limits: DayLimits, least: number): void {
  const { allowed, later, slots } = shop.items;
  const { floor } = shop.beam;
  let most = 0;
  for (let s = limits.slots - 1; s >= 0; s--) {
    if (allowed[i * slots + s] === 1) {
      const surplus = surplusAt(shop, i, s, offset, limits);
      if (surplus <= least) allowed[i * slots + s] = 0;
      else if (surplus > most) most = surplus;
    }
    later[i * (limits.slots + 1) + s] = most;
    floor[s] = floor[s]! - most;
  }
}
