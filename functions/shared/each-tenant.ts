import { type Digest, TenantId } from '../../core/model/ids.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Configuration } from './configuration.ts';
import { logger } from './log.ts';
import { errorName, Transient } from './transient.ts';

/**
 * Does something for every tenant of the policy set. One tenant's trouble does not keep the others from their turn.
 * @throws Transient after all were tried, where some failed: the schedule tries again
 */
export async function eachTenant(
  config: Configuration,
  what: string,
  perform: (tenant: TenantId, policy: { readonly value: Policy; readonly digest: Digest }) => Promise<void>,
): Promise<{ done: number }> {
  const { value: set } = await config.policies();
  const failed: string[] = [];
  let done = 0;
  for (const name of Object.keys(set.tenants).sort()) {
    const tenant = TenantId.safeParse(name);
    if (!tenant.success) continue;
    try {
      await perform(tenant.data, await config.policyOf(tenant.data));
      done += 1;
    } catch (error) {
      logger.error(`${what} failed`, { tenant: tenant.data, error: errorName(error) });
      failed.push(tenant.data);
    }
  }
  if (failed.length > 0) throw new Transient(`${what} failed for ${failed.length} tenants: ${failed.join(', ')}`);
  return { done };
}
