import { gatherItems, markBits } from './gather-items.ts';
import { narrowDay } from './narrow-day.ts';
import { solveDay } from './solve-day.ts';
import { takeDay } from './take-day.ts';
import type { Workshop } from './workshop.ts';

/**
 * Re-solves one rep-day, pulling engagements from elsewhere and letting others go, and takes the new day if it is better by
 * more than `least`. `optimism` (1 … 0) is how far an engagement let go, or space left behind, is trusted to find its price.
 * True if the day changed.
 */
export function improveDay(shop: Workshop, d: number, optimism: number, least: number): boolean {
  const { items, beam, problem, cheapest } = shop;
  const limits = shop.limits[d]!;
  if (limits.slots === 0) return false;
  const held = gatherItems(shop, d, optimism);
  if (items.size === 0) return false;
  let before = 0;
  for (let i = 0; i < held; i++) before += items.weight[i]!;
  beam.room.prepare(items, limits);
  if (!narrowDay(shop, d, before + least)) return false;
  markBits(shop, held);
  solveDay(items, limits, cheapest.sums, problem.days.offset[d]!, beam);
  if (!(beam.chosenValue > before + least)) return false;
  return takeDay(shop, d, held);
}
