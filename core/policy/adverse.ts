import type { Plan } from '../model/plan.ts';
import type { AdverseKind, Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';

/** A decision that is adverse to a person and therefore always goes to a human. */
export interface AdverseEffect {
  readonly kind: AdverseKind;
  /** Account or engagement id. */
  readonly subject: string;
}

/** Causes that are the customer's own wish: leaving the account alone is then no harm. */
const OWN_WISH = new Set(['objection', 'consent', 'silence-after-refusal']);

/**
 * Vulnerable accounts with work but no touch, mandatory engagements not placed, and accounts passed over once more though
 * they were passed over as long as the policy allows (isStarved). In the order of the portfolio.
 */
export function adverseEffects(portfolio: Portfolio, plan: Plan, equity: Policy['equity']): readonly AdverseEffect[] {
  const touched = new Set<string>(plan.assignments.map((assignment) => assignment.account));
  const left = new Set<string>(plan.unscheduled.filter((u) => !OWN_WISH.has(u.cause)).map((u) => u.account));
  const passedOver = portfolio.accounts.filter((account) => left.has(account.id) && !touched.has(account.id));
  return [
    ...passedOver
      .filter((account) => account.contact.vulnerable)
      .map((account) => ({ kind: 'vulnerable-passed-over' as const, subject: account.id })),
    ...plan.unscheduled
      .filter((u) => u.mandatory && !OWN_WISH.has(u.cause))
      .map((u) => ({ kind: 'mandatory-dropped' as const, subject: u.engagement })),
    ...passedOver
      .filter((account) => isStarved(account, equity, portfolio.asOf))
      .map((account) => ({ kind: 'starved' as const, subject: account.id })),
  ];
}
