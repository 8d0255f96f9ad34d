import type { RunId, TenantId } from '../../core/model/ids.ts';
import type { Posture } from '../../core/model/policy.ts';
import type { RunStatus } from '../../core/model/run.ts';
import { now } from './clock.ts';
import type { RunStore } from './run-store.ts';

/** Runs looked back at: a tenant has one under way at a time, and a day's worth is what counts. */
const LOOK_BACK = 50;
const DAY = 86_400_000;
const FAILED: readonly RunStatus[] = ['failed', 'rolled-back'];

/** What the tenant's own history says about its state: runs that failed in the last day, and the posture it was in last. */
export function recentRuns(runs: RunStore) {
  return async (tenant: TenantId, self: RunId): Promise<{ failures: number; posture: Posture }> => {
    const since = Date.parse(now()) - DAY;
    const others = (await runs.list(tenant, LOOK_BACK)).runs.filter(({ id }) => id !== self);
    const failures = others.filter((run) => FAILED.includes(run.status) && Date.parse(run.requestedAt) >= since).length;
    return { failures, posture: others[0]?.posture ?? 'steady' };
  };
}
