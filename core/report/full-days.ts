import { difference, union } from '../calendar/interval.ts';
import { epochMinutes, firstMinuteFrom } from '../calendar/minute.ts';
import { type RepDay, repDays } from '../calendar/rep-days.ts';
import type { Assignment } from '../model/plan.ts';
import type { Engagement, Rep } from '../model/portfolio.ts';
import { unmetNeed } from '../schedule/requirement-groups.ts';
import type { PlanView } from './plan-view.ts';

/** How many of a rep's days in the horizon can still hold something. */
export interface FullDays {
  readonly rep: string;
  /** Days that could hold such an engagement, were nothing else planned: neither off nor nearly over. */
  readonly days: number;
  /** Of those, the ones that no engagement that waits for a place would fit into. */
  readonly full: number;
}

/**
 * Every rep of the portfolio, in its order. What fits is told by the limits of the day and by its longest free stretch, not
 * by the customer's hours: a day counted as full is full. Where nothing waits that the rep may hold on that day, the
 * shortest engagement of the portfolio tells. O(reps · (engagements that wait + days · meetings)).
 */
export function fullDays(view: PlanView): readonly FullDays[] {
  const waiting = view.unscheduled
    .filter(({ cause }) => cause === 'outbid')
    .flatMap(({ engagement }) => view.engagements.get(engagement) ?? []);
  const shortest = view.portfolio.engagements.reduce((least, { minutes }) => Math.min(least, minutes), 1440);
  return view.portfolio.reps.map((rep) => {
    const mine = waiting.filter((engagement) => unmetNeed(engagement, rep) === null);
    const meetings = view.assignmentsOfRep.get(rep.id) ?? [];
    const days = repDays(rep, view.portfolio.horizon)
      .map((day) => ({ day, least: shortestOn(mine, day.date, shortest) }))
      .filter(({ day, least }) => roomOf(view, rep, day, []) >= least);
    const full = days.filter(({ day, least }) => roomOf(view, rep, day, meetings) < least).length;
    return { rep: rep.id, days: days.length, full };
  });
}

/** The longest meeting that the day could still hold beside the rep's meetings, minutes. */
function roomOf(view: PlanView, rep: Rep, day: RepDay, meetings: readonly Assignment[]): number {
  const { bufferMinutes, loadCeiling } = view.policy.rep;
  const cap = Math.min(rep.maxMinutesPerDay, Math.floor(loadCeiling * day.availableMinutes));
  const earliest = firstMinuteFrom(view.portfolio.asOf);
  const held = meetings
    .map(({ start, minutes }) => ({ from: epochMinutes(start), to: epochMinutes(start) + minutes }))
    .filter(({ from }) => day.from <= from && from < day.to);
  if (held.length >= rep.maxEngagementsPerDay) return 0;
  const planned = held.reduce((sum, { from, to }) => sum + to - from, 0);
  const taken = union([
    { from: day.from, to: Math.max(day.from, earliest) },
    ...held.map(({ from, to }) => ({ from: from - bufferMinutes, to: to + bufferMinutes })),
  ]);
  const stretch = difference(day.free, taken).reduce((most, { from, to }) => Math.max(most, to - from), 0);
  return Math.max(0, Math.min(cap - planned, stretch));
}

function shortestOn(waiting: readonly Engagement[], date: string, otherwise: number): number {
  const there = waiting.filter(({ earliest, due }) => earliest <= date && date <= due);
  return there.length === 0 ? otherwise : there.reduce((least, { minutes }) => Math.min(least, minutes), 1440);
}
