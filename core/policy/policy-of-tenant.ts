import type { TenantId } from '../model/ids.ts';
import type { Policy, PolicySet } from '../model/policy.ts';

/** The tenant's own policy, or the default. */
export function policyOfTenant(set: PolicySet, tenant: TenantId): Policy {
  return Object.hasOwn(set.tenants, tenant) ? (set.tenants[tenant] ?? set.default) : set.default;
}
