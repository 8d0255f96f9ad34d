import type { Cause, CheapestChange, Reason } from '../model/plan.ts';

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
