import type { SQSBatchResponse } from 'aws-lambda';
import { z } from 'zod';
import { MAX_DELIVERIES } from '../../core/model/event.ts';
import { configuration } from '../shared/configuration.ts';
import { logger } from '../shared/log.ts';
import { OutboxMessage, outbox } from '../shared/outbox.ts';
import { redelivery } from '../shared/redelivery.ts';
import { errorName } from '../shared/transient.ts';
import { sender } from './sender.ts';

const Message = z.object({
  messageId: z.string(),
  receiptHandle: z.string(),
  body: z.string(),
  attributes: z.object({ ApproximateReceiveCount: z.coerce.number().int().min(1) }),
});
type Message = z.infer<typeof Message>;
const Batch = z.object({ Records: z.array(Message) });

const events = outbox();
const config = configuration();
const send = sender();
const later = redelivery();

/**
 * Delivers events to the tenants' webhooks, at least once. A message that failed stays in the queue and comes back after a
 * growing delay; the last failure leaves it among the dead letters and the event `dead` in the outbox, to be replayed.
 */
export async function handler(batch: unknown): Promise<SQSBatchResponse> {
  const { Records } = Batch.parse(batch);
  const failed = await Promise.all(Records.map(async (message) => ((await delivered(message)) ? [] : [message])));
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function delivered(message: Message): Promise<boolean> {
  try {
    const { tenant, event: id } = OutboxMessage.parse(JSON.parse(message.body));
    const stored = await events.get(tenant, id);
    if (stored === undefined) throw new Error('the event is not in the outbox');
    if (stored.state === 'delivered') return true;
    const { value: policies } = await config.policies();
    const url = Object.hasOwn(policies.webhooks, tenant) ? policies.webhooks[tenant]?.url : undefined;
    // Kept as queued: a replay after a webhook was set up delivers it.
    if (url === undefined) return true;
    const answer = await send(url, stored.event);
    const last = message.attributes.ApproximateReceiveCount >= MAX_DELIVERIES;
    const state = answer.delivered ? 'delivered' : answer.final || last ? 'dead' : 'queued';
    await events.mark(tenant, id, state, answer.said);
    logger.info('event', { tenant, event: id, state, said: answer.said });
    if (answer.delivered || answer.final) return true;
  } catch (error) {
    logger.error('event not delivered', { message: message.messageId, error: errorName(error) });
  }
  await later(message.receiptHandle, message.attributes.ApproximateReceiveCount);
  return false;
}
