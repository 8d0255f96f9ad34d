import { accountTerm } from './account-term.ts';
import type { AuditContext } from './context.ts';
import { type CoverageTerms, coverageTerms } from './coverage-floor.ts';
import type { PricedPlaces } from './option.ts';
import { dutyCost } from './starved-duty.ts';

/**
 * The bound of core/README.md from the plan's multipliers, minor units: no plan that keeps the rules, and gives at least `served`
 * starved accounts a meeting, protects more. Each
 * term is an exact integer, their sum a big integer. O(engagements × reps that fit × days), the starts of those days that
 * could be the cheapest of their option, and the combinations of accounts with several engagements that could be the best.
 */
export function boundOf(
  context: AuditContext,
  places: PricedPlaces,
  { bonusOf, deficit }: CoverageTerms = coverageTerms(places),
  served = context.plan.certificate.starvedServed ?? 0,
): bigint {
  let sixty = -60n * BigInt(context.policy.value.disruptionCost) * BigInt(context.commitments.size);
  sixty += deficit;
  for (const { days } of places.reps.values()) for (const { capacity } of days) sixty += capacity;
  for (const account of context.portfolio.accounts) {
    if (!account.contact.objected) sixty += accountTerm(places, account, bonusOf(account));
  }
  if (served > 0) sixty -= dutyCost(places, bonusOf, served);
  return sixty >= 0n ? sixty / 60n : -((59n - sixty) / 60n);
}
