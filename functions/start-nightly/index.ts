import { PersonId } from '../../core/model/ids.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { eachTenant } from '../shared/each-tenant.ts';
import { logger } from '../shared/log.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { runStart } from '../shared/run-start.ts';

const config = configuration();
const portfolios = portfolioStore();
const start = runStart();

/** The author of runs nobody asked for: no approver has this id by accident, so every approver may decide. */
const NIGHTLY = PersonId.parse('nightly');

/**
 * Starts a run on the newest portfolio of every tenant of the policy set. The idempotency key is the date (UTC), so a night
 * started twice is one night.
 */
export async function handler(): Promise<{ done: number }> {
  const night = `nightly-${now().slice(0, 10)}`;
  return eachTenant(config, 'the nightly run', async (tenant, { value: policy }) => {
    const head = await portfolios.newest(tenant);
    if (head === undefined) return;
    const asked = { tenant, portfolio: head.id, author: NIGHTLY, correlation: night, idempotencyKey: night };
    const outcome = await start.ask(asked, head, policy.whileRunning);
    logger.info('nightly run', { tenant, outcome: outcome.kind });
  });
}
