import { TenantId } from '../model/ids.ts';
import type { Policy, PolicySet } from '../model/policy.ts';
import type { PartName, PolicyChange } from '../model/promotion.ts';
import { policyChanges } from './policy-changes.ts';
import { policyOfTenant } from './policy-of-tenant.ts';

/** One policy that a candidate changes. */
export interface CandidatePart {
  readonly part: PartName;
  readonly stable: Policy;
  readonly candidate: Policy;
  readonly changes: readonly PolicyChange[];
}

/** The set that a tenant's candidate makes of the stable one: its own policy, and nothing else. */
export function withPolicyOf(stable: PolicySet, tenant: TenantId, candidate: PolicySet): PolicySet {
  const policy = Object.hasOwn(candidate.tenants, tenant) ? candidate.tenants[tenant] : undefined;
  return policy === undefined ? stable : { ...stable, tenants: { ...stable.tenants, [tenant]: policy } };
}

/**
 * The policies in which two sets differ, the default first, then tenants by id. A tenant that gets a policy of its own, or
 * loses it, is compared with what it lives by on the other side. What a set changes beside its policies is `setChanges`.
 */
export function candidateParts(stable: PolicySet, candidate: PolicySet): readonly CandidatePart[] {
  const names = [...new Set([...Object.keys(stable.tenants), ...Object.keys(candidate.tenants)])].sort();
  const tenants = names.map((name) => TenantId.parse(name));
  const all = [
    { part: '*' as const, stable: stable.default, candidate: candidate.default },
    ...tenants.map((part) => ({
      part,
      stable: policyOfTenant(stable, part),
      candidate: policyOfTenant(candidate, part),
    })),
  ];
  return all
    .map((each) => ({ ...each, changes: policyChanges(each.stable, each.candidate) }))
    .filter(({ changes }) => changes.length > 0);
}
