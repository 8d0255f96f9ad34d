import { AccountRules } from './account-rules.ts';
import { TouchList } from './account-values.ts';
import { accountWorth } from './arrangement.ts';
import { isCovered } from './block-coverage.ts';
import { findPrices } from './dual.ts';
import { findCheapest, type Prices } from './oracle.ts';
import { type Relaxation, relaxedValue } from './relaxation.ts';
import { emptyTimetable, type Timetable } from './timetable.ts';
import { reluctant, seatEarlier, type WarmStart, warmPrices } from './warm-start.ts';
import { welcomeNewcomers } from './welcome-newcomers.ts';
import { mandatoryBonus } from './workshop.ts';

/**
 * Iterations of the dual by how far what is left of the earlier plan lies below the bound at its prices, as a share of that
 * bound: one for each 0.1 %. The first target lies a tenth of it below the best value: a larger step would only leave prices that
 * are near. At most a sixth of what planning from nothing takes, and a step as it would be made between rounds.
 */
const PER_SHARE = 1_000;
const LEAST_ITERATIONS = 4;
const MOST_SHARE = 6;
const TARGET_OF_SHARE = 0.1;
const MOST_TARGET = 0.002;
/** There is no time to gather pace. */
const DEFLECTION = 0.8;

/**
 * From an earlier plan: what still fits stays where it was, prices follow the change, and whoever lost a place or is new looks
 * for one; only what follows from that moves. No rep-day is solved anew: in small blocks that brings a little more, in larger
 * ones nothing, for as much work as all the rest. `iterations`: of the dual from nothing.
 */
export function planAgain(
  relaxed: Relaxation,
  warm: WarmStart,
  iterations: number,
): { readonly prices: Prices; readonly timetable: Timetable } {
  const { problem, values, choices, cheapest } = relaxed;
  const timetable = emptyTimetable(problem);
  const rules = new AccountRules(problem, values, choices, timetable);
  seatEarlier(problem, timetable, rules, warm);
  const from = warmPrices(problem, warm);
  const change = shareBelowBound(relaxed, from, timetable, rules);
  const steps = Math.max(LEAST_ITERATIONS, Math.ceil(PER_SHARE * change));
  const prices = findPrices(relaxed, Math.min(steps, Math.ceil(iterations / MOST_SHARE)), from, {
    deflection: DEFLECTION,
    target: Math.min(MOST_TARGET, TARGET_OF_SHARE * change),
  });
  findCheapest(problem, prices, cheapest);
  const reluctantly = reluctant(relaxed);
  welcomeNewcomers({ ...reluctantly, timetable, rules, mandatoryBonus: mandatoryBonus(values) }, reluctantly);
  return { prices, timetable };
}

/** How far a timetable lies below the bound at some prices, as a share of it. Coverage bonuses and what is owed count in both. */
function shareBelowBound(relaxed: Relaxation, prices: Prices, timetable: Timetable, rules: AccountRules): number {
  const { accounts } = relaxed.problem;
  const bound = relaxedValue(relaxed, prices, 1);
  // Mandatory or not counts for the search alone.
  const arrangement = { ...relaxed, timetable, rules, mandatoryBonus: 0 };
  const touches = new TouchList();
  let has = 0;
  for (let a = 0; a < accounts.length; a++) {
    has += accountWorth(arrangement, a, touches);
    if (!isCovered(relaxed.problem, timetable, a)) has -= relaxed.owed[a]!;
  }
  return Math.max(0, bound - has) / Math.max(1, Math.abs(bound));
}
