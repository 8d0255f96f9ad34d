import type { DayMultipliers } from '../model/plan.ts';
import type { AccountRules } from './account-rules.ts';
import { pricesFrom } from './certificate.ts';
import { fits } from './fits.ts';
import type { Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Planned } from './plan-losses.ts';
import { seat } from './planned-block.ts';
import type { Problem } from './problem.ts';
import { type Timetable, takeOut } from './timetable.ts';

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
    takeOut(timetable, e);
    if (fits(problem, timetable, d, start, start + problem.minutes[e]!)) seat(problem, timetable, e, r, start);
  }
}
