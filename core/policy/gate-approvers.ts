import type { PersonId } from '../model/ids.ts';
import type { Approver, Autonomy, Policy } from '../model/policy.ts';

/** How many distinct people have to approve. */
export function quorumOf(autonomy: Autonomy): 0 | 1 | 2 {
  if (autonomy === 'two-approvers') return 2;
  return autonomy === 'one-approver' ? 1 : 0;
}

/**
 * Who may decide on a run: allowed by the policy, and neither its author nor who asked for it. In the order of the policy,
 * each person once.
 */
export function eligibleApprovers(policy: Policy, author: PersonId, askedBy = author): readonly Approver[] {
  const seen = new Set<string>([author, askedBy]);
  return policy.approvers.filter((approver) => {
    if (!approver.mayDecide || seen.has(approver.id)) return false;
    seen.add(approver.id);
    return true;
  });
}
