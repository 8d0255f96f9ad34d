import { surplusAt } from './item-starts.ts';
import type { Workshop } from './workshop.ts';

/**
 * Leaves out what no day worth more than `goal` can hold. At the prices of the dual a day is worth at most what its slots cost,
 * what its caps can bring, and what each item could bring over its price; `spare` is how far that lies above the goal. A start
 * at which an item brings less by `spare` than at its best is in no such day (fixing by reduced cost), and neither is a label
 * that scores no more than `beam.floor` of its slot. Needs what `prepareStarts` fills. False where no day is worth more.
 * Most days are as good as they get: this leaves a fifth of the labels, and half of the time of planning.
 */
export function narrowDay(shop: Workshop, d: number, goal: number): boolean {
  const { items, beam, cheapest, problem } = shop;
  const { sums } = cheapest;
  const limits = shop.limits[d]!;
  const { slots } = limits;
  const offset = problem.days.offset[d]!;
  const width = slots + 1;
  let spare = sums[offset + slots]! - sums[offset]! + beam.room.left(limits.pinnedMinutes, limits.fixed.length) - goal;
  for (let i = 0; i < items.size; i++) spare += items.later[i * width]!;
  if (spare <= 0) return false;
  for (let s = 0; s <= slots; s++) beam.floor[s] = goal - (sums[offset + slots]! - sums[offset + s]!);
  items.liveSize = 0;
  for (let i = 0; i < items.size; i++) {
    const least = items.later[i * width]! - spare;
    if (items.best[i]! <= least) continue;
    items.live[items.liveSize++] = i;
    let later = 0;
    for (let s = slots - 1; s >= 0; s--) {
      if (items.allowed[i * items.slots + s] === 1) {
        const surplus = surplusAt(shop, i, s, offset, limits);
        if (surplus <= least) items.allowed[i * items.slots + s] = 0;
        else if (surplus > later) later = surplus;
      }
      items.later[i * width + s] = later;
      beam.floor[s] = beam.floor[s]! - later;
    }
  }
  return items.liveSize > 0;
}
