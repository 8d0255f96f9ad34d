import { kept } from '../calendar/kept.ts';
import { type ClearableDay, cheapestClearing, clearableDay } from './clear-place.ts';
import { bonusIn, type PlannedBlock } from './planned-block.ts';
import { promisingPlaces } from './promising-places.ts';

/** Places looked at: those that lose least at current prices. */
const PLACES = 6;

/**
 * How much more an engagement must be worth at its best place, minor units, so that the plan with it in place of what stands
 * in its way is better than this one by at least 1: the least over its most promising places and all their starts. A place of
 * lower worth gains in proportion, as when the stake grows. An upper bound of the true shortfall, since a cleverer
 * rearrangement may need less. null: no start could be cleared. `most`: what it is worth at its best place.
 */
export function displacedValue(planned: PlannedBlock, e: number, most: number): number | null {
  const { problem } = planned;
  const bonus = bonusIn(planned, e);
  // What grows with the stake: neither contact cost nor what covering the account counts for.
  const fixed = problem.contactCost[e]! - bonus;
  const days = kept(known, planned, () => []);
  let least: number | null = null;
  for (const { c, worth } of promisingPlaces(planned, e, PLACES)) {
    const grows = worth + fixed;
    if (grows <= 0) continue;
    // From here on, by 1 for rounding, the shortfall is no less than the least so far.
    const below = least === null ? Number.POSITIVE_INFINITY : (least / (most + fixed) + 1) * grows - fixed;
    const d = problem.places.classDay[c]!;
    const day = days[d] ?? clearableDay(planned, d);
    days[d] = day;
    const clearing = cheapestClearing(planned, e, c, day, below);
    if (clearing === null) continue;
    const factor = (clearing.lost + 1 + fixed) / grows;
    const shortfall = Math.ceil((factor - 1) * (most + fixed));
    if (least === null || shortfall < least) least = shortfall;
  }
  return least;
}

/** Weak, like the block it belongs to: many engagements ask about the same rep-days. */
const known = new WeakMap<PlannedBlock, ClearableDay[]>();
