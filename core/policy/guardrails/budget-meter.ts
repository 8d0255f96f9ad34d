import type { Policy } from '../../model/policy.ts';
import { costOf } from '../run-estimate.ts';
import type { BudgetReason } from './budget-guard.ts';

/**
 * What a part of a run used: millions of candidate evaluations, and DynamoDB write units. Counted from what was done, never
 * from a clock, so a slow machine is not refused what a fast one gets.
 */
export interface Spent {
  readonly work: number;
  readonly writes: number;
}

export const NOTHING_SPENT: Spent = { work: 0, writes: 0 };

/**
 * The meter of budget-guard:resource-pressure-cap: the estimate admits a run, and the meter stops one that uses more than
 * it may, however that came about (rounds, re-planning, retries). Soft caps are for the estimate, which can still give
 * something up; spent is spent. Touches and shards at once need no meter: planner and state machine are held to their caps.
 * @returns every hard cap that is broken, with what was used as its estimate; empty: go on
 */
export function meterBudget(spent: Spent, policy: Policy): readonly BudgetReason[] {
  const used = { ...spent, microDollars: costOf(spent) };
  return METERED.filter((cap) => used[cap] > policy.budget[cap].hard).map((cap) => ({
    cap,
    estimate: used[cap],
    ...policy.budget[cap],
  }));
}

/** Sum of what parts of a run used. */
export function spentTogether(parts: readonly Spent[]): Spent {
  return parts.reduce((a, b) => ({ work: a.work + b.work, writes: a.writes + b.writes }), NOTHING_SPENT);
}

const METERED = ['work', 'microDollars', 'writes'] as const;
