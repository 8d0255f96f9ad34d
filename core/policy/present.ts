import type { Assignment, Commitment, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { changesOf } from './changes.ts';

/**
 * From when on the meetings of a plan are still to come, at an instant: from then, and never from before its `asOf`. A policy
 * that takes data older than the whole horizon lets days be planned that are gone, such as those of an example: there `asOf`
 * is the present.
 */
export function presentOf(
  { asOf, horizon }: Pick<Portfolio, 'asOf' | 'horizon'>,
  { dataQuality }: Pick<Policy, 'dataQuality'>,
  at: string,
): string {
  return dataQuality.maxAgeHours >= horizon.days * 24 ? asOf : laterOf(asOf, at);
}

export function laterOf(one: string, other: string): string {
  return Date.parse(other) > Date.parse(one) ? other : one;
}

/**
 * Meetings of a plan, new or moved by it, that began between its `asOf` and the present: it came too late for them, so nobody
 * is told of them. What was agreed with the customer before is held without being told. In plan order.
 */
export function begunBefore(
  present: string,
  plan: Pick<Plan, 'assignments'>,
  published: readonly Commitment[],
  asOf: string,
): readonly Assignment[] {
  const { added, moved } = changesOf(plan, published, asOf);
  const ours = new Set([...added, ...moved.map(({ to }) => to)]);
  return plan.assignments.filter(
    (meeting) => ours.has(meeting) && !meeting.pinned && Date.parse(meeting.start) < Date.parse(present),
  );
}

/** A plan as calendars show it: without what it came too late for. */
export function withoutBegun(present: string, plan: Plan, published: readonly Commitment[], asOf: string): Plan {
  const begun = new Set(begunBefore(present, plan, published, asOf));
  return { ...plan, assignments: plan.assignments.filter((meeting) => !begun.has(meeting)) };
}
