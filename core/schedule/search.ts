import { AccountRules } from './account-rules.ts';
import { improveDay, workshop } from './improve.ts';
import type { Prices } from './oracle.ts';
import { buildPools } from './pools.ts';
import { type Relaxation, relaxedValue } from './relaxation.ts';
import { emptyTimetable, type Timetable } from './timetable.ts';

/** Sweeps at the end in which only what is in hand counts. */
const CLOSING = 3;

/**
 * Block-coordinate ascent over rep-days: each sweep re-solves every rep-day in shuffled order. The trust in prices falls
 * from 1 to a half and is 0 in the closing sweeps, which only ever gain. The best timetable seen is returned.
 */
export function search(relaxed: Relaxation, prices: Prices, from: Timetable | null): Timetable {
  const { problem, values, choices } = relaxed;
  const { days, policy } = problem;
  relaxedValue(relaxed, prices, 1);
  const pools = buildPools(relaxed);
  const timetable = from ?? emptyTimetable(problem);
  const rules = new AccountRules(problem, values, choices, timetable);
  const shop = workshop(relaxed, prices, pools, timetable, rules);
  const order = Int32Array.from({ length: days.count }, (_, d) => d);
  const random = { state: 1 };
  const sweeps = policy.search.sweeps;
  const closing = Math.min(CLOSING, sweeps);
  const opening = sweeps - closing;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    shuffle(order, random);
    const optimism = sweep < opening ? 1 - (0.5 * sweep) / Math.max(1, opening - 1) : 0;
    const least = sweep < sweeps - 1 ? clearGain(relaxed) : 0.5;
    // While prices decide, a narrow beam finds the same days; the wide one is for the end.
    shop.beam.width = optimism === 0 ? policy.search.beamWidth : Math.ceil(policy.search.beamWidth / 2);
    let changed = 0;
    for (const d of order) if (improveDay(shop, d, optimism, least)) changed++;
    if (optimism === 0 && changed === 0 && sweep < sweeps - 1) sweep = sweeps - 2;
  }
  return timetable;
}

/** A gain that is more than noise: a thousandth of what a typical engagement brings. */
function clearGain({ surplus, values }: Relaxation): number {
  let sum = 0;
  for (const value of values.alone) if (value > 0) sum += value;
  return surplus.length === 0 ? 0.5 : Math.max(0.5, (1e-3 * sum) / Math.max(1, values.alone.length));
}

/** Fisher and Yates, with xorshift32 (Marsaglia 2003): the order must only be mixed, and the same everywhere. */
function shuffle(order: Int32Array, random: { state: number }): void {
  for (let i = order.length - 1; i > 0; i--) {
    random.state ^= random.state << 13;
    random.state ^= random.state >>> 17;
    random.state ^= random.state << 5;
    const j = (random.state >>> 0) % (i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}
