import type { PolicySet } from '../../model/policy.ts';
import { termsViolations } from '../../policy/trial-terms.ts';
import { unitChecks } from './unit.ts';

/**
 * Every invariant that a policy of the set breaks, each with the place of the policy, and those of how candidates are tried.
 * Empty: the set may be deployed.
 */
export function setViolations(set: PolicySet): readonly string[] {
  const named = Object.entries(set.tenants)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tenant, policy]) => ({ place: `/tenants/${tenant}`, policy }));
  const terms = termsViolations(set).map(
    ({ path, rule, received, remedy }) => `${path}: ${rule}, received ${received}; ${remedy}`,
  );
  const policies = [{ place: '/default', policy: set.default }, ...named].flatMap(({ place, policy }) =>
    unitChecks(policy)
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ name, text }) => `${place}: ${name}: ${text}`),
  );
  return [...terms, ...policies];
}
