import type { TenantId } from '../../core/model/ids.ts';
import { appendAnchor } from '../../core/trace/anchor.ts';
import { anchorStore } from '../shared/anchor-store.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { eachTenant } from '../shared/each-tenant.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { logger } from '../shared/log.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { runStore } from '../shared/run-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { dayAfter, dayHeads } from './day-heads.ts';

const config = configuration();
const anchors = anchorStore();
const evidence = evidenceStore();
const headsOf = dayHeads(runStore(), promotionStore(), traceStore());

/** Days caught up in one call, for nights on which this did not run. */
const MOST_DAYS = 40;

/**
 * Anchors the days (UTC) that are over and not anchored yet, for every tenant of the policy set; the first anchor of a tenant
 * is for yesterday. The hash goes into the log too, which no function can change. Repeatable.
 */
export async function handler(): Promise<{ anchored: number }> {
  let anchored = 0;
  await eachTenant(config, 'the anchor', async (tenant) => {
    anchored += await anchorTenant(tenant);
  });
  return { anchored };
}

async function anchorTenant(tenant: TenantId): Promise<number> {
  const yesterday = dayAfter(now().slice(0, 10), -1);
  let last = (await anchors.last(tenant)) ?? null;
  let added = 0;
  for (; added < MOST_DAYS; added += 1) {
    const day = last === null ? yesterday : dayAfter(last.day, 1);
    if (day > yesterday) break;
    const heads = await headsOf(tenant, day);
    await evidence.put(tenant, 'anchor-heads/1', heads);
    last = appendAnchor(last, heads);
    await anchors.add(last);
    logger.info('anchored', { tenant, day, sequence: last.sequence, hash: last.hash });
  }
  return added;
}
