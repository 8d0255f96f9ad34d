import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Event, MAX_DELIVERIES } from '../../core/model/event.ts';
import { RunId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { digest } from '../../core/trace/digest.ts';
import { call } from '../support/api-call.ts';
import { listen, shut } from '../support/dynalite.ts';
import { openWorld } from '../support/world.ts';

const received: { readonly headers: Record<string, string>; readonly body: string }[] = [];
let status = 204;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  received.push({ headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('thanks');
});
const address = await listen(receiver);
const world = await openWorld({ WEBHOOK_LOOPBACK: 'allowed' });
const { handler: deliver } = await import('../../functions/deliver/index.ts');
const { handler: relay } = await import('../../functions/relay/index.ts');
const { handler: readWebhook } = await import('../../functions/read-webhook/index.ts');
const { outbox, outboxQueue } = await import('../../functions/shared/outbox.ts');
const { guardedPost } = await import('../../functions/deliver/guarded-post.ts');
const { isPublicAddress } = await import('../../functions/deliver/public-address.ts');
const { backoffSeconds } = await import('../../functions/shared/redelivery.ts');
const store = outbox();
const queue = outboxQueue();
afterAll(async () => {
  await world.close();
  await shut(receiver);
});

const event = (id: string, tenant = 'acme') =>
  Event.parse({
    contract: 'event/1',
    id,
    tenant,
    run: `run-${'1'.repeat(32)}`,
    correlation: 'crm-7',
    type: 'plan.published',
    version: 1,
    plan: digest('plan/1', {}),
    assignments: 3,
  });
const message = (body: string, id = 'm-1', receives = 1) => ({
  messageId: id,
  receiptHandle: id,
  body,
  attributes: { ApproximateReceiveCount: String(receives) },
});
const of = (given: Event) => JSON.stringify({ tenant: given.tenant, event: given.id });
const failures = async (...Records: object[]) =>
  (await deliver({ Records })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

beforeEach(() => {
  received.length = 0;
  status = 204;
  world.aws.queue.length = 0;
  world.aws.configuration.set('policy', {
    contract: 'policy-set/1',
    default: { contract: 'policy/1' },
    webhooks: { acme: { url: `${address}/events` }, internal: { url: 'http://169.254.169.254/latest/meta-data' } },
  });
});

describe('the outbox', () => {
  it('keeps an event once, queues where it is and not what it says, and queues it again only until it is delivered', async () => {
    const one = event('e-1');
    await queue.publish([one]);
    await queue.publish([one]);
    expect(world.aws.queue).toEqual([of(one), of(one)]);
    await store.mark(one.tenant, one.id, 'delivered', '204');
    await queue.publish([one]);
    expect(world.aws.queue).toHaveLength(2);
  });

  it('takes many events in batches', async () => {
    await queue.publish(Array.from({ length: 43 }, (_, n) => event(`many-${n}`)));
    expect(new Set(world.aws.queue).size).toBe(43);
  });
});

describe('the relay', () => {
  const of3 = (id: string) => ({ ...event(id), run: RunId.parse(`run-${'3'.repeat(32)}`) });
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

  it('queues once what a publication stored that was cut off before the queue had it, and leaves what was tried', async () => {
    const [lost, tried] = [of3(`run-${'3'.repeat(32)}.1.lost`), of3(`run-${'3'.repeat(32)}.1.tried`)];
    const { tenant, run } = lost;
    await store.begin({ tenant, run, at: Instant.parse(ago(16)) });
    for (const one of [lost, tried]) await store.putOnce(one);
    await store.mark(tenant, tried.id, 'queued', '503');
    expect(await relay()).toEqual({ sent: 1 });
    expect(world.aws.queue).toEqual([of(lost)]);
    expect(await relay()).toEqual({ sent: 0 });
  });

  it('leaves a publication to whoever may still be at it, and finds none of one that came to its end', async () => {
    const young = of3(`run-${'3'.repeat(32)}.2.young`);
    const publication = { tenant: young.tenant, run: young.run, at: Instant.parse(ago(1)) };
    await store.begin(publication);
    await store.putOnce(young);
    expect(await relay()).toEqual({ sent: 0 });
    await queue.publish([young]);
    expect(await store.open()).toEqual([publication]);
  });
});

describe('delivery', () => {
  it('posts the event signed as Standard Webhooks say, with the secret the API tells', async () => {
    const one = event('d-1');
    await queue.publish([one]);
    expect(await failures(message(of(one)))).toEqual([]);
    const webhook = await call(readWebhook, 'GET /v1/webhook', { as: { tenant: 'acme' } });
    const [post] = received;
    expect(new Webhook(webhook.json.secret).verify(post?.body ?? '', post?.headers ?? {})).toEqual(one);
    expect(post?.headers).toMatchObject({ 'webhook-id': 'd-1', 'x-correlation-id': 'crm-7' });
    expect(await store.get(one.tenant, one.id)).toMatchObject({ state: 'delivered', attempts: 1, last: '204' });
    const rival = await call(readWebhook, 'GET /v1/webhook', { as: { tenant: 'rival' } });
    expect(() => new Webhook(rival.json.secret).verify(post?.body ?? '', post?.headers ?? {})).toThrow();
  });

  it('of a message that comes twice posts once', async () => {
    const one = event('d-2');
    await queue.publish([one]);
    await failures(message(of(one)));
    await failures(message(of(one)));
    expect(received).toHaveLength(1);
  });

  it('that fails gives back that message alone, and succeeds later', async () => {
    const [good, unknown, none] = [event('d-3'), event('d-unknown'), event('d-none', 'no-webhook')];
    await queue.publish([good, none]);
    const batch = [
      message(of(good), 'm-1'),
      message(of(unknown), 'm-2'),
      message('{', 'm-3'),
      message(of(none), 'm-4'),
    ];
    expect(await failures(...batch)).toEqual(['m-2', 'm-3']);
    expect(await store.get(none.tenant, none.id)).toMatchObject({ state: 'queued' });
    const late = event('d-4');
    await queue.publish([late]);
    status = 500;
    expect(await failures(message(of(late)))).toEqual(['m-1']);
    expect(await store.get(late.tenant, late.id)).toMatchObject({ state: 'queued', last: '500' });
    status = 200;
    expect(await failures(message(of(late)))).toEqual([]);
    expect(await store.get(late.tenant, late.id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('is given up after the last try, or when the receiver says so, and the event is kept', async () => {
    const [worn, gone] = [event('d-5'), event('d-6')];
    await queue.publish([worn, gone]);
    status = 503;
    expect(await failures(message(of(worn), 'm-1', MAX_DELIVERIES))).toEqual(['m-1']);
    status = 410;
    expect(await failures(message(of(gone)))).toEqual([]);
    for (const { tenant, id } of [worn, gone]) expect(await store.get(tenant, id)).toMatchObject({ state: 'dead' });
  });

  it('does not follow a redirect', async () => {
    const one = event('d-7');
    await queue.publish([one]);
    status = 307;
    expect(await failures(message(of(one)))).toEqual(['m-1']);
    expect(received).toHaveLength(1);
    expect(await store.get(one.tenant, one.id)).toMatchObject({ last: '307' });
  });

  it('to an address inside the network is refused for good', async () => {
    const one = event('d-8', 'internal');
    await queue.publish([one]);
    expect(await failures(message(of(one)))).toEqual([]);
    expect(await store.get(one.tenant, one.id)).toMatchObject({ state: 'dead', last: 'not a public address' });
  });

  it('waits longer after every failure, and never longer than six hours', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(backoffSeconds)).toEqual([30, 120, 480, 1_920, 7_680, 21_600, 21_600]);
  });
});

describe('a guarded post', () => {
  const post = (url: string, allowLoopback = false) => guardedPost({ url, headers: {}, body: '{}', allowLoopback });

  it.each([
    'http://example.com/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fe80::1]/',
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'https://localhost/',
    'https://user:secret@example.com/',
    'file:///etc/passwd',
    'nonsense',
  ])('to %s is forbidden', async (url) => {
    expect(await post(url)).toMatchObject({ kind: 'forbidden' });
  });

  it('reaches this machine only where that was allowed, and nothing else private then either', async () => {
    expect(await post(address)).toMatchObject({ kind: 'forbidden' });
    expect(await post(address, true)).toEqual({ kind: 'answered', status: 204 });
    expect(await post(address.replace('127.0.0.1', 'localhost'), true)).toEqual({ kind: 'answered', status: 204 });
    expect(await post('http://10.0.0.1/', true)).toMatchObject({ kind: 'forbidden' });
  });

  it('to nobody who listens has failed, not been forbidden', async () => {
    expect(await post('http://127.0.0.1:1/', true)).toEqual({ kind: 'failed', why: 'ECONNREFUSED' });
  });

  it('knows public addresses', () => {
    const shown = ['8.8.8.8', '2606:4700::1111', '172.32.0.1', '100.128.0.1'];
    const hidden = [
      '172.31.255.255',
      '100.127.0.1',
      '192.168.1.1',
      'fd00::1',
      '2002:7f00:1::',
      '::',
      '255.255.255.255',
    ];
    expect(shown.map(isPublicAddress)).toEqual(shown.map(() => true));
    expect(hidden.map(isPublicAddress)).toEqual(hidden.map(() => false));
  });
});
