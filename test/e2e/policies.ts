/** A policy for tests: small search, people to ask, and data as old as the example's. */
export function policyOf(tenant: string, more: Readonly<Record<string, unknown>> = {}) {
  const person = (id: string) => ({ id, email: mailOf(tenant, id) });
  return {
    contract: 'policy/1',
    name: tenant,
    approvers: [person('ann'), person('bob')],
    oversight: [person('olga')],
    dataQuality: { maxAgeHours: 1_000_000 },
    risk: { rounds: 2 },
    search: { dualIterations: 40, sweeps: 4 },
    ...more,
  };
}

export function mailOf(tenant: string, person: string): string {
  return `${person}@${tenant}.example`;
}

/** The policies of these tenants, each a tenant's own. */
export function policiesOf(tenants: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  return Object.fromEntries(Object.entries(tenants).map(([tenant, more]) => [tenant, policyOf(tenant, more)]));
}

export const AUTONOMOUS = { routing: [{ autonomy: 'autonomous' }] };
export const ONE_APPROVER = { routing: [{ autonomy: 'one-approver' }] };
export const TWO_APPROVERS = { routing: [{ autonomy: 'two-approvers' }] };
