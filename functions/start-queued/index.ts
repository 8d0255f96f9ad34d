import { z } from 'zod';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { ENDED } from '../../core/model/run.ts';
import { activeRun } from '../shared/active-run.ts';
import { logger } from '../shared/log.ts';
import { runStart } from '../shared/run-start.ts';
import { runStore } from '../shared/run-store.ts';

const runs = runStore();
const active = activeRun(runs);
const start = runStart();

/** A queue that EventBridge writes to, so that an end is told until it was heard. */
const Message = z.object({ body: z.string() });
const Batch = z.object({ Records: z.array(Message) });
/** `Step Functions Execution Status Change`; the execution's input names the run. */
const Ended = z.object({
  detail: z.object({ status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']), input: z.string() }),
});
const Input = z.object({ tenant: TenantId, run: RunId });

/**
 * When a mission has ended, however it ended: a run whose record did not get its end is failed, the tenant's place is free
 * again, and the run that has waited longest starts. Repeatable; a message that failed comes back.
 */
export async function handler(batch: unknown): Promise<void> {
  for (const { body } of Batch.parse(batch).Records) await missionEnded(JSON.parse(body));
}

async function missionEnded(event: unknown): Promise<void> {
  const { status, input } = Ended.parse(event).detail;
  const { tenant, run: id } = Input.parse(JSON.parse(input));
  const run = await runs.get(tenant, id);
  logger.info('mission ended', { tenant, run: id, execution: status });
  if (run !== undefined && !ENDED.includes(run.status)) {
    logger.error('a mission ended without its run', { tenant, run: id, execution: status });
    await runs.patch(tenant, id, { status: 'failed', reason: `the mission ended as ${status}` });
  }
  await active.release(tenant, id);
  const next = await start.next(tenant);
  if (next !== null) logger.info('queued run started', { tenant, run: next.id });
}
