import type { RunId, TenantId } from '../../core/model/ids.ts';
import { withoutAddresses } from '../../core/policy/addresses.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import { digest } from '../../core/trace/digest.ts';
import type { ConfigurationControl } from './configuration-control.ts';
import type { HeadStore } from './head-store.ts';
import type { TraceStore } from './trace-store.ts';

/**
 * The run whose plan goes along with the configuration where nobody named one: that of the plan in force, if it was made
 * under flags or a policy other than the baseline's. Null: the plan stays, also where the last thing that happened to the
 * plan was a rollback, so that asking twice does not go back twice.
 */
export async function rollbackTarget(
  rooms: { readonly heads: HeadStore; readonly control: ConfigurationControl; readonly traces: TraceStore },
  tenant: TenantId,
): Promise<RunId | null> {
  const [head, baseline] = await Promise.all([rooms.heads.plan(tenant), rooms.heads.baseline()]);
  const run = head?.current?.run;
  if (head === undefined || run === undefined || head.rolledBack !== null || baseline === undefined) return null;
  const [chain, set, flags] = await Promise.all([
    rooms.traces.read(tenant, run),
    rooms.control.policies(baseline.policyVersion),
    rooms.control.flags(baseline.flagsVersion),
  ]);
  const under = chain.findLast(({ entry }) => entry.step.endsWith('/preflight'))?.entry;
  if (under === undefined) return null;
  const same =
    under.policy === digest('policy/1', withoutAddresses(policyOfTenant(set, tenant))) &&
    under.flags === digest('flags/1', flags);
  return same ? null : run;
}
