import type { Cause, CheapestChange, Reason } from '../model/plan.ts';
import type { LackingMinutes } from './lacking-minutes.ts';
import type { Problem } from './problem.ts';

/** Why an engagement is not in the plan, and what would bring it in. */
export interface Explanation {
  readonly cause: Cause;
  readonly reasons: Reason[];
  readonly cheapestChange: CheapestChange;
}

export const NOTHING: CheapestChange = { kind: 'none' };

/** Out because of a rule that leaves no choice; to make an exception from it is the change. */
export function refusedBy(cause: Cause, numbers: Record<string, number>, rule: string = cause): Explanation {
  return { cause, reasons: [{ code: cause, numbers, refs: {} }], cheapestChange: { kind: 'rule', rule } };
}

/** A rep who worked so much longer on that day would have a place for it. */
export function moreMinutes({ days }: Problem, { d, minutes }: LackingMinutes): CheapestChange {
  return { kind: 'rep-minutes', rep: days.reps[days.rep[d]!]!.id, day: days.days[d]!.date, minutes };
}
