import { now } from '../shared/clock.ts';
import { logger } from '../shared/log.ts';
import { outbox, outboxQueue, type Publication } from '../shared/outbox.ts';
import { errorName, Transient } from '../shared/transient.ts';

/** No function lives longer: whoever began a publication before that is not at it any more. Milliseconds. */
const LONGEST_FUNCTION = 15 * 60_000;

const store = outbox();
const queue = outboxQueue();

/**
 * Sends, each minute, what a publication stored that was cut off before the queue had it, however its run has ended since.
 * Repeatable: receivers tell events apart by their ids.
 * @throws Transient after all were tried, where some could not be sent: the alarm of this function tells
 */
export async function handler(): Promise<{ sent: number }> {
  const before = Date.parse(now()) - LONGEST_FUNCTION;
  const abandoned = (await store.open()).filter(({ at }) => Date.parse(at) <= before);
  let [sent, failed] = [0, 0];
  for (const publication of abandoned) {
    try {
      sent += await relay(publication);
    } catch (error) {
      logger.error('publication not gone on with', { run: publication.run, error: errorName(error) });
      failed += 1;
    }
  }
  if (failed > 0) throw new Transient(`${failed} of ${abandoned.length} publications cannot go on`);
  return { sent };
}

async function relay(publication: Publication): Promise<number> {
  const { tenant, run } = publication;
  const events = await store.untried(tenant, run);
  await queue.sendAgain(events.map((event) => ({ tenant, event })));
  await store.end(publication);
  if (events.length > 0) logger.warn('events sent that were cut off', { tenant, run, events: events.length });
  return events.length;
}
