import type { Policy } from '../model/policy.ts';
import { AccountRules } from './account-rules.ts';
import { TouchList } from './account-values.ts';
import { accountWorth } from './arrangement.ts';
import { isCovered } from './block-coverage.ts';
import { improvePrices } from './dual.ts';
import { findCheapest, type Prices } from './oracle.ts';
import type { Relaxation } from './relaxation.ts';
import { emptyTimetable, type Timetable } from './timetable.ts';
import { reluctant, seatEarlier, type WarmStart, warmPrices } from './warm-start.ts';
import { welcomeNewcomers } from './welcome-newcomers.ts';
import { mandatoryBonus } from './workshop.ts';

/**
 * Iterations of the dual by how far what is left of the earlier plan lies below the bound at its prices, as a share of that
 * bound: one for each 0.1 %, at most a sixth of what planning from nothing takes, as long as one proves 0.005 % more. Fewer plan
 * as well. The first target lies a tenth of that share below the best value: a larger step would only leave prices that are near.
 */
const PER_SHARE = 1_000;
const LEAST_ITERATIONS = 4;
const MOST_SHARE = 6;
const TARGET_OF_SHARE = 0.1;
const MOST_TARGET = 0.004;
const LEAST_GAIN = 0.00005;
/** There is no time to gather pace. */
const DEFLECTION = 0.8;

/** The search of planning again, at most: exchanges take about as much as a sweep of a beam of one. */
export function searchAgain(search: Policy['search']): Policy['search'] {
  return { ...search, dualIterations: Math.ceil(search.dualIterations / MOST_SHARE), sweeps: 1, beamWidth: 1 };
}

/**
 * From an earlier plan: what still fits stays where it was, prices follow the change, and whoever lost a place or is new looks
 * for one; only what follows from that moves. No rep-day is solved anew: in small blocks that brings a little more, in larger
 * ones nothing, for as much work as all the rest.
 */
export function planAgain(
  relaxed: Relaxation,
  warm: WarmStart,
): { readonly prices: Prices; readonly timetable: Timetable } {
  const { problem, values, choices, cheapest } = relaxed;
  const timetable = emptyTimetable(problem);
  const rules = new AccountRules(problem, values, choices, timetable);
  seatEarlier(problem, timetable, rules, warm);
  const held = heldValue(relaxed, timetable, rules);
  const prices = improvePrices(relaxed, warmPrices(problem, warm), (bound) => {
    const change = Math.max(0, bound - held) / Math.max(1, Math.abs(bound));
    const steps = Math.max(LEAST_ITERATIONS, Math.ceil(PER_SHARE * change));
    return {
      iterations: Math.min(steps, searchAgain(problem.policy.search).dualIterations),
      deflection: DEFLECTION,
      target: Math.min(MOST_TARGET, TARGET_OF_SHARE * change),
      least: LEAST_GAIN,
    };
  });
  findCheapest(problem, prices, cheapest);
  const reluctantly = reluctant(relaxed);
  welcomeNewcomers({ ...reluctantly, timetable, rules, mandatoryBonus: mandatoryBonus(values) }, reluctantly);
  return { prices, timetable };
}

/** What a timetable brings as the relaxation counts it: coverage bonuses in, what is owed to the starved off. */
function heldValue(relaxed: Relaxation, timetable: Timetable, rules: AccountRules): number {
  const { accounts } = relaxed.problem;
  // Mandatory or not counts for the search alone.
  const arrangement = { ...relaxed, timetable, rules, mandatoryBonus: 0 };
  const touches = new TouchList();
  let value = 0;
  for (let a = 0; a < accounts.length; a++) {
    value += accountWorth(arrangement, a, touches);
    if (!isCovered(relaxed.problem, timetable, a)) value -= relaxed.owed[a]!;
  }
  return value;
}
