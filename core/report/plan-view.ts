import type { Assignment, Plan, Unscheduled } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';

/** The three documents every page is made from. */
export interface Documents {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly plan: Plan;
}

/** The documents, with what points to what. Lists keep a fixed order: starts, then ids. */
export interface PlanView extends Documents {
  readonly currency: string;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly engagements: ReadonlyMap<string, Engagement>;
  readonly reps: ReadonlyMap<string, Rep>;
  readonly assignmentsOfAccount: ReadonlyMap<string, readonly Assignment[]>;
  readonly assignmentsOfRep: ReadonlyMap<string, readonly Assignment[]>;
  readonly unscheduled: readonly Unscheduled[];
}

export function planView(documents: Documents): PlanView {
  const { portfolio, plan } = documents;
  const assignments = plan.assignments.toSorted(
    (a, b) => Date.parse(a.start) - Date.parse(b.start) || byText(a.engagement, b.engagement),
  );
  return {
    portfolio,
    policy: documents.policy,
    plan,
    currency: portfolio.currency,
    accounts: new Map(portfolio.accounts.map((account) => [account.id, account])),
    engagements: new Map(portfolio.engagements.map((engagement) => [engagement.id, engagement])),
    reps: new Map(portfolio.reps.map((rep) => [rep.id, rep])),
    assignmentsOfAccount: Map.groupBy(assignments, (assignment) => assignment.account),
    assignmentsOfRep: Map.groupBy(assignments, (assignment) => assignment.rep),
    unscheduled: plan.unscheduled.toSorted((a, b) => byText(a.engagement, b.engagement)),
  };
}

/** By code point, as every tie in this product breaks. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** For people: R-2 before R-10. Ties fall back to code points, so the order is total. */
export function byNumberedText(a: string, b: string): number {
  return byText(padded(a), padded(b)) || byText(a, b);
}

function padded(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(16, '0'));
}
