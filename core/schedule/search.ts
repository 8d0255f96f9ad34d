import { AccountRules } from './account-rules.ts';
import { closingMoves } from './closing-moves.ts';
import { improveDay } from './improve.ts';
import type { Prices } from './oracle.ts';
import { buildPools } from './pools.ts';
import { type Relaxation, relaxedValue } from './relaxation.ts';
import { emptyTimetable, type Timetable } from './timetable.ts';
import { seatEarlier, type WarmStart } from './warm-start.ts';
import { mandatoryBonus, workshop } from './workshop.ts';

/** Sweeps at the end in which only what is in hand counts, and how many of all the moves that follow stand for. */
const CLOSING = 2;
const MOVES = 1;
/** Trust in prices in the last sweep before them. */
const LEAST_TRUST = 0.8;
/** The same in the first sweep of a round that starts from the round before; half of the sweeps are enough then. */
const ROUND_TRUST = 0.9;
const ROUND_SHARE = 2;
/** Times a clear gain: accounts that have so much less than prices promise them are placed anew at the end. */
const REGRET = 20;
/** Values are whole minor units. */
const ANY_GAIN = 0.5;

/**
 * Block-coordinate ascent over rep-days: each sweep re-solves every rep-day in shuffled order. The trust in prices falls
 * from 1 to LEAST_TRUST and is 0 in the closing sweeps, which only ever gain. From the round before (`last`) there is less
 * to be done: it takes half of the time of planning from nothing, and gaps are smaller, since what earlier rounds found is kept.
 */
export function search(relaxed: Relaxation, prices: Prices, last: WarmStart | null): Timetable {
  const { problem, values, choices } = relaxed;
  const { sweeps, beamWidth } = problem.policy.search;
  relaxedValue(relaxed, prices, 1);
  const pools = buildPools(relaxed);
  const timetable = emptyTimetable(problem);
  const rules = new AccountRules(problem, values, choices, timetable);
  if (last !== null) seatEarlier(problem, timetable, rules, last);
  const arrangement = { ...relaxed, timetable, rules, mandatoryBonus: mandatoryBonus(values) };
  const order = Int32Array.from({ length: problem.days.count }, (_, d) => d);
  const random = { state: 1 };
  const closing = Math.min(CLOSING, sweeps);
  const opening = Math.max(0, Math.floor((sweeps - CLOSING - MOVES) / (last === null ? 1 : ROUND_SHARE)));
  const most = last === null ? 1 : ROUND_TRUST;
  const clear = clearGain(relaxed);
  const shop = workshop(relaxed, prices, pools, timetable, rules);
  const sweepOnce = (optimism: number, least: number): number => {
    shuffle(order, random);
    let changed = 0;
    for (const d of order) if (improveDay(shop, d, optimism, least)) changed++;
    return changed;
  };
  // While prices decide, a narrow beam finds the same days; the wide one is for the end.
  shop.beam.width = Math.ceil(beamWidth / 2);
  for (let sweep = 0; sweep < opening; sweep++)
    sweepOnce(most - ((most - LEAST_TRUST) * sweep) / Math.max(1, opening - 1), clear);
  shop.beam.width = beamWidth;
  if (closing > 1) sweepOnce(0, clear);
  shop.beam.alike = beamWidth;
  sweepOnce(0, ANY_GAIN);
  closingMoves(arrangement, relaxed, prices, pools, REGRET * clear);
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
