import type { DayLimits } from './day-limits.ts';
import { NONE } from './places.ts';
import type { Workshop } from './workshop.ts';

/** Fills `allowed`, `later` and `best` of the live items. */
export function prepareStarts(shop: Workshop, d: number): void {
  const { items } = shop;
  const limits = shop.limits[d]!;
  for (let k = 0; k < items.liveSize; k++) {
    const i = items.live[k]!;
    allowStarts(shop, d, i, limits);
    laterSurplus(shop, d, i, limits);
  }
}

function allowStarts({ problem, items, rules }: Workshop, d: number, i: number, limits: DayLimits): void {
  const { places, bufferMinutes, days } = problem;
  const e = items.engagement[i]!;
  const c = items.place[i]!;
  const base = i * items.slots;
  items.allowed.fill(0, base, base + limits.slots);
  const several = rules.several[e] === 1;
  if (several) {
    rules.ignore(items.drop[i]!);
    rules.readOthers(e);
    rules.ignore(NONE);
  }
  for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
    for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) {
      if (several && !rules.allows(e, limits.from + s * limits.slotMinutes)) continue;
      items.allowed[base + s] = 1;
    }
  }
  for (const { from, to } of days.fixed[d]!) {
    // Free of the meeting: start + minutes + buffer ≤ from, or start ≥ to + buffer.
    const first = Math.floor((from - items.minutes[i]! - bufferMinutes - limits.from) / limits.slotMinutes) + 1;
    const end = Math.ceil((to + bufferMinutes - limits.from) / limits.slotMinutes);
    for (let s = Math.max(0, first); s < Math.min(end, limits.slots); s++) items.allowed[base + s] = 0;
  }
}

function laterSurplus(shop: Workshop, d: number, i: number, limits: DayLimits): void {
  const { items, problem } = shop;
  const width = limits.slots + 1;
  const offset = problem.days.offset[d]!;
  let most = Number.NEGATIVE_INFINITY;
  items.later[i * width + limits.slots] = 0;
  for (let s = limits.slots - 1; s >= 0; s--) {
    let best = items.later[i * width + s + 1]!;
    if (items.allowed[i * items.slots + s] === 1) {
      const surplus = surplusAt(shop, i, s, offset, limits);
      if (surplus > most) most = surplus;
      if (surplus > best) best = surplus;
    }
    items.later[i * width + s] = best;
  }
  items.best[i] = most;
}

/** What an item brings over its price at a start. `offset`: of the rep-day in the running sums. */
export function surplusAt(
  { items, cheapest }: Workshop,
  i: number,
  s: number,
  offset: number,
  limits: DayLimits,
): number {
  const end = Math.min(s + items.cover[i]!, limits.slots);
  const fixedCost = limits.minutePrice * items.minutes[i]! + limits.countPrice;
  return items.weight[i]! - fixedCost - (cheapest.sums[offset + end]! - cheapest.sums[offset + s]!);
}
