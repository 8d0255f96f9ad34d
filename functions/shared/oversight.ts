import type { PersonId, TenantId } from '../../core/model/ids.ts';
import type { Rollback } from '../../core/model/rollback.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationControl } from './configuration-control.ts';

export interface Overseer {
  readonly id: PersonId;
  readonly email: string;
}

/**
 * Who is told of an incident: the oversight of the policy of now, and, where a rollback has just taken a policy back, that of
 * the policy it took back. A baseline that knows nobody yet must not make a rollback a silent one.
 */
export async function overseers(
  rooms: { readonly config: Configuration; readonly control: ConfigurationControl },
  tenant: TenantId,
  rollback: Rollback | undefined,
): Promise<readonly Overseer[]> {
  const { policy } = rollback ?? { policy: null };
  const before =
    policy?.outcome === 'restored' && policy.from !== null ? [await rooms.control.policies(policy.from)] : [];
  const sets = [(await rooms.config.policies()).value, ...before];
  const people = sets.flatMap((set) => policyOfTenant(set, tenant).oversight);
  const byId = new Map<string, Overseer>();
  for (const { id, email } of people) if (email !== undefined && !byId.has(id)) byId.set(id, { id, email });
  return [...byId.values()];
}
