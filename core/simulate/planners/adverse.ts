import type { AccountId } from '../../model/ids.ts';
import type { Policy } from '../../model/policy.ts';
import { isStarved } from '../../model/starved.ts';
import type { Placement, PlannerView } from './planner.ts';

/**
 * Accounts that could have been met, are not, and that no rule lets go without a person: the vulnerable, and whoever was
 * passed over as long as the policy allows. The gate of a mission.
 */
export function adverse(
  { portfolio, eligible }: PlannerView,
  policy: Policy,
  placements: readonly Placement[],
): readonly AccountId[] {
  const accountOf = new Map(portfolio.engagements.map((each) => [String(each.id), String(each.account)]));
  const touched = new Set(placements.map(({ engagement }) => accountOf.get(engagement)));
  return portfolio.accounts
    .filter(({ id }) => eligible.has(id) && !touched.has(id))
    .filter((account) => account.contact.vulnerable || isStarved(account, policy.equity, portfolio.asOf))
    .map(({ id }) => id);
}
