import { PersonId, TenantId } from '../../core/model/ids.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { logger } from '../shared/log.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { runStart } from '../shared/run-start.ts';
import { errorName, Transient } from '../shared/transient.ts';

const config = configuration();
const portfolios = portfolioStore();
const start = runStart();

/** The author of runs nobody asked for: no approver has this id by accident, so every approver may decide. */
const NIGHTLY = PersonId.parse('nightly');

/**
 * Starts a run on the newest portfolio of every tenant of the policy set. The idempotency key is the date (UTC), so a night
 * started twice is one night. One tenant's trouble does not keep the others from their run.
 * @throws Transient after all tenants were tried, where some could not be started: the schedule tries again
 */
export async function handler(): Promise<{ started: number }> {
  const date = now().slice(0, 10);
  const { value: policies } = await config.policies();
  const failed: string[] = [];
  let started = 0;
  for (const [name, policy] of Object.entries(policies.tenants)) {
    const tenant = TenantId.safeParse(name);
    if (!tenant.success) continue;
    try {
      const head = await portfolios.newest(tenant.data);
      if (head === undefined) continue;
      const asked = { tenant: tenant.data, portfolio: head.id, author: NIGHTLY, correlation: `nightly-${date}` };
      const outcome = await start.ask({ ...asked, idempotencyKey: `nightly-${date}` }, head, policy.whileRunning);
      logger.info('nightly run', { tenant: tenant.data, outcome: outcome.kind });
      if (outcome.kind === 'accepted') started += 1;
    } catch (error) {
      logger.error('nightly run not started', { tenant: tenant.data, error: errorName(error) });
      failed.push(tenant.data);
    }
  }
  if (failed.length > 0)
    throw new Transient(`nightly runs of ${failed.length} tenants were not started: ${failed.join(', ')}`);
  return { started };
}
