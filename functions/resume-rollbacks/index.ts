import { configurationControl } from '../shared/configuration-control.ts';
import { logger } from '../shared/log.ts';
import { requestedRollback } from '../shared/requested-rollback.ts';
import { restoreOvertaken } from '../shared/restore-configuration.ts';
import { rollBack } from '../shared/rollback.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { errorName, Transient } from '../shared/transient.ts';

const store = rollbackStore();
const control = configurationControl();
const asMission = rollBack();
const asRequest = requestedRollback('resume-rollbacks');

/**
 * Goes on with every rollback that was cut off or had to wait, each minute, until it is done, and puts flags back that one
 * replaced unseen.
 * @throws Transient after all were tried, where some cannot go on: the alarm of this function tells
 */
export async function handler(): Promise<{ open: number }> {
  const open = await store.open();
  const failed: string[] = [];
  for (const place of open) {
    try {
      const rollback = await store.get(place.tenant, place.id);
      // Listed before its record was made, and killed in between: whoever asked has no answer, and asks again.
      if (rollback === undefined) continue;
      const { id, tenant, trigger, by, cause, reason, run } = rollback;
      const asked = { id, tenant, trigger, by, cause, reason, run, correlation: id };
      // A mission tells of its own rollback itself; it has the id of its run.
      const own = trigger === 'mission' && id === run;
      const after = own ? await asMission(asked) : await asRequest(asked);
      logger.info('rollback gone on with', { tenant, rollback: id, state: after.state });
      if (own && after.state === 'done') await store.letGo(place);
    } catch (error) {
      logger.error('rollback not gone on with', { rollback: place.id, error: errorName(error) });
      failed.push(place.id);
    }
  }
  if (await restoreOvertaken(control)) logger.warn('flags put back that a rollback had replaced unseen');
  if (failed.length > 0) throw new Transient(`${failed.length} of ${open.length} rollbacks cannot go on`);
  return { open: open.length };
}
