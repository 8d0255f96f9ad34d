import { dayOf } from '../calendar/day.ts';
import type { Digest } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import type { Portfolio } from '../model/portfolio.ts';

/** Engagements that came or went, as a share of those of the earlier plan, up to which a change is small. */
const SMALL = 0.05;
/** Days at either end of a horizon on which nobody works, at most: a weekend and a holiday. */
const DAYS_OFF = 3;

/** By how much more of its bound than the earlier plan a plan made from it may miss, before it is made anew. */
const FURTHER = 0.01;

/**
 * True where planning goes on from a plan and need not begin anew: it was made under the same policy, for the same horizon, and
 * of much the same work. Whoever falls ill or gets a day more changes nothing of that.
 */
export function isSmallChange(plan: Plan, portfolio: Portfolio, policy: Digest): boolean {
  if (plan.policy !== policy || plan.certificate.slotMinutes !== portfolio.horizon.slotMinutes) return false;
  return isOfHorizon(plan, portfolio) && changed(plan, portfolio) <= SMALL * sizeOf(plan);
}

/** False where a plan that went on from an earlier one is no good: values, which nobody compared, have changed too much. */
export function isAsNear(plan: Plan, earlier: Plan): boolean {
  return plan.gap <= earlier.gap + FURTHER;
}

/** A plan has prices on all days on which somebody works. */
function isOfHorizon({ prices }: Plan, { horizon }: Portfolio): boolean {
  const start = dayOf(horizon.start);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { day } of prices) {
    first = Math.min(first, dayOf(day));
    last = Math.max(last, dayOf(day));
  }
  const before = first - start;
  const after = start + horizon.days - 1 - last;
  return before >= 0 && before <= DAYS_OFF && after >= 0 && after <= DAYS_OFF;
}

function sizeOf({ assignments, unscheduled }: Plan): number {
  return assignments.length + unscheduled.length;
}

/** Engagements that are in one of both alone. */
function changed({ assignments, unscheduled }: Plan, { engagements }: Portfolio): number {
  const before = new Set<string>();
  for (const { engagement } of assignments) before.add(engagement);
  for (const { engagement } of unscheduled) before.add(engagement);
  let same = 0;
  for (const { id } of engagements) if (before.has(id)) same++;
  return before.size - same + engagements.length - same;
}
