import { surchargeAt } from './load-surcharge.ts';
import { NONE } from './places.ts';
import { KINDS } from './problem.ts';
import type { Workshop } from './workshop.ts';

/** Mandatory over starved: the bonus of one over the bonus of the other; what one displaces is far below either. */
export const STARVED = 8;

/** What an engagement brings here, less what it brings now or could bring elsewhere at current prices. */
export function weightOf(shop: Workshop, d: number, e: number, place: number, kind: number, optimism: number): number {
  const { timetable } = shop;
  const bonus = bonusOf(shop, e);
  const here = trusted(shop, e, place, kind, optimism);
  const hope = optimism * hopeOf(shop, d, e);
  const now = timetable.day[e]!;
  if (now === NONE || now === d) return here + bonus + optimism * hopeOfFollowers(shop, e) - hope;
  const there = trusted(shop, e, timetable.place[e]!, timetable.kind[e]!, optimism);
  const owed = owedTo(shop, e);
  return here + owed - Math.max(there + owed - optimism * shop.paid[e]!, hope);
}

/**
 * The best an engagement can do on another rep-day, or nothing. A starved account would be served there as well: counted here
 * only, its duty would give the rep-day that is solved first all of them, whatever they pay elsewhere.
 */
export function hopeOf(shop: Workshop, d: number, e: number): number {
  const { pools } = shop;
  const best = pools.bestDay[e] === d ? pools.second[e]! : pools.best[e]!;
  return Math.max(0, best + owedTo(shop, e));
}

/** What serving its account counts for beside its value, where the account is starved and this would be its first meeting. */
export function owedTo(shop: Workshop, e: number): number {
  return shop.problem.urgency[e] === 1 ? bonusOf(shop, e) : 0;
}

/** Mandatory work goes before all else, then the first meeting of an account that was passed over too often. */
export function bonusOf({ problem, rules, mandatoryBonus }: Workshop, e: number): number {
  if (problem.urgency[e] === 0) return 0;
  if (problem.urgency[e] === 2) return mandatoryBonus;
  return rules.reachedOtherwise(e) ? 0 : mandatoryBonus / STARVED;
}

/** Value of an engagement in a class, contact cost and kept place included. */
export function worthAt({ problem, alone, rules }: Workshop, e: number, place: number, kind: number): number {
  const { days, places, keepClass, policy } = problem;
  const t = days.touch[places.classDay[place]!]!;
  const kept = (place === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, place);
  return kept + (rules.several[e] === 1 ? rules.worth(e, t, kind) : alone[(e * KINDS + kind) * days.touchCount + t]!);
}

/** Worth in the plan as it stands, and, as far as prices are trusted, in the plan its account would then choose. */
function trusted(shop: Workshop, e: number, place: number, kind: number, optimism: number): number {
  const worth = worthAt(shop, e, place, kind);
  if (optimism === 0 || shop.rules.several[e] === 0) return worth;
  const { days, places, keepClass, policy } = shop.problem;
  const kept = (place === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(shop.problem, place);
  const t = days.touch[places.classDay[place]!]!;
  return worth + optimism * (kept + shop.pools.ahead[(e * KINDS + kind) * days.touchCount + t]! - worth);
}

/** Engagements that wait for this one are a reason to place it. */
function hopeOfFollowers({ problem, pools, timetable }: Workshop, e: number): number {
  let hope = 0;
  for (const next of problem.after[e]!) if (timetable.day[next] === NONE) hope += Math.max(0, pools.best[next]!);
  return hope;
}
