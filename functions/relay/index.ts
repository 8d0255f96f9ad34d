import { callingOff } from '../shared/calling-off.ts';
import { now } from '../shared/clock.ts';
import { logger } from '../shared/log.ts';
import { outbox, outboxQueue, type Publication } from '../shared/outbox.ts';
import { errorName, Transient } from '../shared/transient.ts';

/** Nobody who kept an objection (10 s and 29 s after), or committed without having read it (60 s), is at it. Milliseconds. */
const LONGEST_AROUND_OBJECTIONS = 120_000;
/** No function lives longer: whoever began a publication before that is not at it any more. Milliseconds. */
const LONGEST_FUNCTION = 15 * 60_000;

const store = outbox();
const queue = outboxQueue();
const meetings = callingOff();

/**
 * Sends, each minute, what a publication stored that was cut off before the queue had it, however its run has ended since, and
 * calls off published meetings with whoever objected where that was cut off. Repeatable: receivers tell events apart by their ids.
 * @throws Transient after all were tried, where some could not be done: the alarm of this function tells
 */
export async function handler(): Promise<{ sent: number }> {
  const at = Date.parse(now());
  const abandoned = (await store.open()).filter((one) => Date.parse(one.at) <= at - LONGEST_FUNCTION);
  const objections = (await store.callOffs()).filter((one) => Date.parse(one.at) <= at - LONGEST_AROUND_OBJECTIONS);
  let [sent, failed] = [0, 0];
  for (const publication of abandoned) {
    try {
      sent += await relay(publication);
    } catch (error) {
      logger.error('publication not gone on with', { run: publication.run, error: errorName(error) });
      failed += 1;
    }
  }
  for (const callOff of objections) {
    try {
      if (await meetings.perform(callOff)) await store.endCallOff(callOff);
    } catch (error) {
      logger.error('meetings not called off', { tenant: callOff.tenant, error: errorName(error) });
      failed += 1;
    }
  }
  const all = abandoned.length + objections.length;
  if (failed > 0) throw new Transient(`${failed} of ${all} publications and objections cannot go on`);
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
