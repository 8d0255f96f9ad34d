import type { DayMultipliers } from '../model/plan.ts';
import type { AccountRules } from './account-rules.ts';
import { pricesFrom } from './certificate.ts';
import { fits } from './fits.ts';
import type { Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Planned } from './plan-losses.ts';
import { seat } from './planned-block.ts';
import type { Problem } from './problem.ts';
import type { Relaxation } from './relaxation.ts';
import { type Timetable, takeOut } from './timetable.ts';

/** What a move must bring, in disruption costs. */
const RELUCTANCE = 4;

/** An earlier plan to start from: its meetings, and what its certificate charged. */
export interface WarmStart {
  readonly assignments: readonly Planned[];
  readonly multipliers: Readonly<Record<string, Readonly<Record<string, DayMultipliers>>>>;
}

/** The prices of an earlier plan, for the search: per minute where the certificate has hours. New rep-days start at 0. */
export function warmPrices(problem: Problem, { multipliers }: WarmStart): Prices {
  const { slot, minute, count } = pricesFrom(problem, multipliers);
  return { slot, minute: minute.map((price) => price / 60), count };
}

/**
 * The relaxation for a search from an earlier plan, in which a move must bring RELUCTANCE times what it costs: most of what a
 * search moves for less is chance. Objective and bound know nothing of it.
 */
export function reluctant(relaxed: Relaxation): Relaxation {
  const { problem } = relaxed;
  const { policy } = problem;
  const disruptionCost = RELUCTANCE * policy.value.disruptionCost;
  return { ...relaxed, problem: { ...problem, policy: { ...policy, value: { ...policy.value, disruptionCost } } } };
}

/**
 * Puts every meeting of an earlier plan that still keeps all rules where it was, in order of start, so that what must come
 * first is there first. The rest stays out.
 */
export function seatEarlier(
  problem: Problem,
  timetable: Timetable,
  rules: AccountRules,
  { assignments }: WarmStart,
): void {
  const index = new Map(problem.engagements.map(({ id }, e) => [String(id), e]));
  const repIndex = new Map(problem.days.reps.map(({ id }, r) => [String(id), r]));
  const ordered = [...assignments].sort((a, b) => a.start - b.start || (a.engagement < b.engagement ? -1 : 1));
  for (const { engagement, rep, start } of ordered) {
    const e = index.get(engagement);
    const r = repIndex.get(rep);
    if (e === undefined || r === undefined || problem.pinned[e] !== NONE) continue;
    if (rules.several[e] === 1) {
      rules.readOthers(e);
      if (!rules.ready(e) || !rules.allows(e, start)) continue;
    }
    seat(problem, timetable, e, r, start);
    const d = timetable.day[e]!;
    if (d === NONE) continue;
    if (!fits(problem, timetable, d, start, start + problem.minutes[e]!, e)) takeOut(timetable, e);
  }
}
