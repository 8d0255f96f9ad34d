import { z } from 'zod';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { PROMOTION_ENDED } from '../../core/model/promotion.ts';
import { ENDED, ENDED_UNDONE } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { activeRun } from '../shared/active-run.ts';
import { becameStable } from '../shared/became-stable.ts';
import { now } from '../shared/clock.ts';
import { headStore } from '../shared/head-store.ts';
import { logger } from '../shared/log.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { begun } from '../shared/rollback.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { runStart } from '../shared/run-start.ts';
import { runStore } from '../shared/run-store.ts';

const runs = runStore();
const active = activeRun(runs);
const start = runStart();
const heads = headStore();
const rollbacks = rollbackStore();
const promotions = promotionStore();

/** A queue that EventBridge writes to, so that an end is told until it was heard. */
const Message = z.object({ body: z.string() });
const Batch = z.object({ Records: z.array(Message) });
/** `Step Functions Execution Status Change`; the execution's input names the run. */
const Ended = z.object({
  detail: z.object({ status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']), input: z.string() }),
});
const Input = z.object({ tenant: TenantId, run: RunId });

/**
 * When a mission has ended, however it ended: a run whose record did not get its end is failed, a plan that it left in force
 * all the same is to be rolled back, the tenant's place is free again, and the run that has waited longest starts. Repeatable;
 * a message that failed comes back.
 */
export async function handler(batch: unknown): Promise<void> {
  for (const { body } of Batch.parse(batch).Records) await missionEnded(JSON.parse(body));
}

async function missionEnded(event: unknown): Promise<void> {
  const { status, input } = Ended.parse(event).detail;
  const { tenant, run: id } = Input.parse(JSON.parse(input));
  const run = await runs.get(tenant, id);
  logger.info('mission ended', { tenant, run: id, execution: status });
  if (run === undefined) return promotionEnded(tenant, id, status);
  if (!ENDED.includes(run.status)) {
    logger.error('a mission ended without its run', { tenant, run: id, execution: status });
    await runs.patch(tenant, id, { status: 'failed', reason: `the mission ended as ${status}` });
  }
  const ended = (await runs.get(tenant, id))?.status;
  if (ended !== undefined && ENDED_UNDONE.includes(ended) && (await heads.bar(tenant, id)))
    await leftInForce(tenant, id);
  await active.release(tenant, id);
  const next = await start.next(tenant);
  if (next !== null) logger.info('queued run started', { tenant, run: next.id });
}

/**
 * One whose record did not get its end is broken, and the next rollback takes back what it deployed; one that was stable
 * already is that: it is the baseline.
 */
async function promotionEnded(tenant: TenantId, id: RunId, status: string): Promise<void> {
  const promotion = await promotions.get(tenant, id);
  if (promotion === undefined || PROMOTION_ENDED.includes(promotion.status)) return;
  logger.error('a promotion ended without its record', { tenant, promotion: id, execution: status });
  const stable = await becameStable(heads, promotion);
  const end = stable === undefined ? { status: 'broken' as const } : { status: 'stable' as const, stable };
  await promotions.patch(tenant, id, { ...end, reason: `the promotion ended as ${status}` });
  await promotions.leavePlace(tenant, id);
}

/**
 * Its own rollback did not get so far, or it was stopped between commit and publication. Begun here under an id of its own;
 * `resume-rollbacks` does it and tells everybody.
 */
async function leftInForce(tenant: TenantId, run: RunId): Promise<void> {
  logger.error('a run that has ended left its plan in force', { tenant, run });
  const hex = digest('rollback/1', { tenant, leftInForce: run }).slice('sha256:'.length);
  const id = RunId.parse(`run-${hex.slice(0, 32)}`);
  const asked = { id, tenant, trigger: 'mission' as const, by: null, cause: 'plan-left-in-force', reason: null, run };
  await rollbacks.begin(begun(asked, now()));
}
