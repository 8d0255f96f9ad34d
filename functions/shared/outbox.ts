import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { Event } from '../../core/model/event.ts';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';
import { calling, Transient } from './transient.ts';

const Sent = z.object({
  event: Event,
  /** `withdrawn`: what it tells was undone before anybody was told; it is never sent. */
  state: z.enum(['queued', 'delivered', 'dead', 'withdrawn']),
  attempts: z.int(),
  /** What the receiver last answered, in a word; no content. */
  last: z.string().nullable(),
  at: Instant,
});
export type Sent = z.infer<typeof Sent>;

/** What the queue carries: where the event is, never the event. */
export const OutboxMessage = z.strictObject({ tenant: TenantId, event: z.string() });
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** A publication that has begun and of which nobody knows yet that the queue has all of it. */
const Publication = z.object({ tenant: TenantId, run: RunId, at: Instant });
export type Publication = z.infer<typeof Publication>;
/** The one place that does not start with a tenant: the relay looks after what is open of all of them. */
const OPEN = '_publications';

/** An objection that is being kept, and of which nobody knows yet that no published meeting stands against it. */
const CallOff = z.object({ tenant: TenantId, correlation: z.string(), at: Instant });
export type CallOff = z.infer<typeof CallOff>;
const CALL_OFFS = '_call-offs';
/** Objections told within so many milliseconds share one entry. */
const SHARED_MS = 10_000;

/** Events written at the same time. */
const WRITERS = 24;
/** Messages SQS takes in one call. */
const BATCH = 10;

export type Outbox = ReturnType<typeof outbox>;
export type OutboxQueue = ReturnType<typeof outboxQueue>;

/** What tenants are told: every event is kept under its idempotency key, so it can be replayed. */
export function outbox() {
  const { OUTBOX_TABLE } = environment('OUTBOX_TABLE');
  const sent = table(OUTBOX_TABLE, Sent);
  const publications = table(OUTBOX_TABLE, Publication);
  const callOffs = table(OUTBOX_TABLE, CallOff);
  const callOffKey = ({ tenant, correlation, at }: CallOff) => ({
    pk: CALL_OFFS,
    sk: `${at}#${tenant}#${correlation}`,
  });
  // The time is part of the key: whoever ends one publication of a run does not end another that began since.
  const openKey = ({ tenant, run, at }: Publication) => ({ pk: OPEN, sk: `${at}#${tenant}#${run}` });
  const key = (tenant: TenantId, event: string) => ({ pk: `${tenant}#outbox`, sk: `event#${event}` });
  return {
    get: (tenant: TenantId, event: string) => sent.get(key(tenant, event)),
    all: (tenant: TenantId) => sent.queryAll(`${tenant}#outbox`, { prefix: 'event#' }),
    /** Events of a run that nobody has tried to deliver yet, by their ids. */
    async untried(tenant: TenantId, run: RunId): Promise<string[]> {
      const all = await sent.queryAll(`${tenant}#outbox`, { prefix: `event#${run}.` });
      return all.filter(({ state, attempts }) => state === 'queued' && attempts === 0).map(({ event }) => event.id);
    },
    /** Meetings of a run's plan that the CRM was told to be off since somebody objected; see objected-meetings.ts. */
    async calledOff(tenant: TenantId, run: RunId): Promise<number> {
      const all = await sent.queryAll(`${tenant}#outbox`, { prefix: `event#${offEventId(run, '')}` });
      return all.filter(({ state }) => state !== 'withdrawn').length;
    },
    /** Listed before its first event is stored, until the queue has all of them. */
    begin: (publication: Publication) => publications.put(openKey(publication), publication),
    end: (publication: Publication) => publications.remove(openKey(publication)),
    /** Oldest first. */
    open: () => publications.queryAll(OPEN),
    /** Listed before an objection is kept, until every published meeting that it calls off is. Of a few seconds, one is enough. */
    async beginCallOff(callOff: CallOff): Promise<void> {
      const recent = Date.parse(callOff.at) - SHARED_MS;
      const open = await callOffs.queryAll(CALL_OFFS);
      if (open.some(({ tenant, at }) => tenant === callOff.tenant && Date.parse(at) > recent)) return;
      await callOffs.put(callOffKey(callOff), callOff);
    },
    endCallOff: (callOff: CallOff) => callOffs.remove(callOffKey(callOff)),
    callOffs: () => callOffs.queryAll(CALL_OFFS),
    /** True where the event is not delivered yet. An event of the same id is the same event. */
    async putOnce(event: Event): Promise<boolean> {
      const record: Sent = { event, state: 'queued', attempts: 0, last: null, at: now() };
      const put = await sent.putOnce(key(event.tenant, event.id), record);
      return put.created || put.existing.state === 'queued';
    },
    /** True where the event was stored before: somebody may know of it. Otherwise its id is taken, so nobody ever will. */
    async announced(event: Event): Promise<boolean> {
      const record: Sent = { event, state: 'withdrawn', attempts: 0, last: null, at: now() };
      const put = await sent.putOnce(key(event.tenant, event.id), record);
      return !put.created && put.existing.state !== 'withdrawn';
    },
    /** Records an attempt to deliver; what was delivered stays delivered. */
    mark: (tenant: TenantId, event: string, state: Sent['state'], last: string) =>
      sent.amend(key(tenant, event), (current) =>
        current === undefined || current.state === 'delivered'
          ? current
          : { ...current, state, last, attempts: current.attempts + 1, at: now() },
      ),
  };
}

/** Of the event that tells that a meeting is off since somebody objected. */
export function offEventId(run: RunId, engagement: string): string {
  return `${run}.objected.${engagement}`;
}

/**
 * The outbox with its queue: stored first, sent after. Repeated, it sends again only what is not delivered; cut off in between
 * and never repeated, the relay sends what is stored.
 */
export function outboxQueue() {
  const { EVENTS_QUEUE_URL } = environment('EVENTS_QUEUE_URL');
  const store = outbox();
  const queue = new SQSClient({});
  const send = async (messages: readonly OutboxMessage[]) => {
    const Entries = messages.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    const answer = await calling(
      'send to the events queue',
      queue.send(new SendMessageBatchCommand({ QueueUrl: EVENTS_QUEUE_URL, Entries })),
    );
    const failed = answer.Failed?.length ?? 0;
    if (failed > 0) throw new Transient(`send to the events queue: ${failed} of ${messages.length} not taken`);
  };
  return {
    /** Events of one run. */
    async publish(events: readonly Event[]): Promise<void> {
      const [first] = events;
      if (first === undefined) return;
      const publication: Publication = { tenant: first.tenant, run: first.run, at: now() };
      await store.begin(publication);
      const open: OutboxMessage[] = [];
      for (let from = 0; from < events.length; from += WRITERS) {
        const some = events.slice(from, from + WRITERS);
        const fresh = await Promise.all(some.map((event) => store.putOnce(event)));
        open.push(...some.filter((_, i) => fresh[i]).map(({ tenant, id }) => ({ tenant, event: id })));
      }
      for (let from = 0; from < open.length; from += BATCH) await send(open.slice(from, from + BATCH));
      await store.end(publication);
    },
    /**
     * Ends a publication that is to be undone: what it stored is sent, what it did not is withdrawn, also from whoever is
     * still at it. Returns the events that were withdrawn.
     */
    async cutShort(events: readonly Event[]): Promise<Event[]> {
      const withdrawn: Event[] = [];
      for (let from = 0; from < events.length; from += WRITERS) {
        const some = events.slice(from, from + WRITERS);
        const known = await Promise.all(some.map((event) => store.announced(event)));
        await this.sendAgain(some.filter((_, i) => known[i]).map(({ tenant, id }) => ({ tenant, event: id })));
        withdrawn.push(...some.filter((_, i) => !known[i]));
      }
      return withdrawn;
    },
    /** Sends again what is stored and not delivered; what was never stored stays unsaid. */
    async sendAgain(events: readonly OutboxMessage[]): Promise<void> {
      for (let from = 0; from < events.length; from += WRITERS) {
        const some = events.slice(from, from + WRITERS);
        const known = await Promise.all(some.map(({ tenant, event }) => store.get(tenant, event)));
        const open = some.filter((_, i) => known[i]?.state === 'queued');
        for (let at = 0; at < open.length; at += BATCH) await send(open.slice(at, at + BATCH));
      }
    },
    send,
  };
}
