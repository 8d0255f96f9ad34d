import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Plan } from '../../core/model/plan.ts';
import { FollowUp, Run } from '../../core/model/run.ts';
import { Scorecard } from '../../core/model/scorecard.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, linkTo, open } from './approver.ts';
import type { Crm } from './crm.ts';
import { followable } from './followable.ts';
import { mailOf, policiesOf } from './policies.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const Feeds = z.object({ feeds: z.array(z.object({ rep: z.string(), url: z.url() })) });
const TENANT = 'acme';
const portfolio = smallPortfolio();

let app: Application;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
let acme: Crm;
let run: Run;
let link: string;
let plan: Plan;

beforeAll(async () => {
  receiver = await webhookReceiver();
  const webhooks = { [TENANT]: { url: receiver.url } };
  app = await openApplication({ tenants: policiesOf({ [TENANT]: {}, queued: { whileRunning: 'queue' } }), webhooks });
  acme = await app.as(TENANT);
  run = await acme.start(portfolio);
  run = await acme.follow(run.id, 'waiting-for-decision');
  link = await linkTo(app.host.inboxUrl, mailOf(TENANT, 'ann'));
});
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});

describe('a run that waits at its gate', () => {
  it('was accepted with its location, and asked for again under its key is the same run', async () => {
    const again = await acme.ask('book', 'key-1');
    expect([again.status, again.header('location')]).toEqual([202, `/v1/runs/${run.id}`]);
    expect(again.json.id).toBe(run.id);
    expect(await acme.json('/v1/runs')).toMatchObject({ runs: [{ id: run.id }] });
  });

  it('is asked about once by mail to each approver, and to nobody else', async () => {
    await linkTo(app.host.inboxUrl, mailOf(TENANT, 'bob'));
    const letters = app.host.mails().filter(({ to }) => to.some((one) => one.endsWith(`@${TENANT}.example`)));
    expect(letters.map(({ to }) => to[0]).sort()).toEqual([mailOf(TENANT, 'ann'), mailOf(TENANT, 'bob')]);
  });

  it('still waits after its link was opened with GET twice and HEAD once', async () => {
    const [first, second] = [await open(link), await open(link)];
    const head = await fetch(link, { method: 'HEAD' });
    expect([first.status, second.status, head.status]).toEqual([200, 200, 200]);
    expect(await head.text()).toBe('');
    expect(second.words).toBe(first.words);
    expect(first.fields?.get('plan')).toBe(run.planDigest);
    expect((await acme.run(run.id)).status).toBe('waiting-for-decision');
  });

  it('keeps a second run of the tenant out, with the one under way named', async () => {
    const answer = await acme.ask('book', 'key-2');
    expect(answer).toMatchObject({ status: 409, json: { type: 'urn:problem:run-under-way' } });
    expect(answer.json.detail).toContain(run.id);
  });

  it('is not approved by a form sent back without its tick: the page says what is missing', async () => {
    const page = await decide(link, { verdict: 'approve' });
    expect([page.status, page.words]).toEqual([422, expect.stringMatching(/tick the confirmation/i)]);
    expect((await acme.run(run.id)).status).toBe('waiting-for-decision');
  });

  it('goes on to done when the form is sent back approved', async () => {
    const page = await decide(link, APPROVE);
    expect([page.status, page.fields]).toEqual([200, undefined]);
    run = await acme.follow(run.id, 'done');
    expect(run.endedAt).toBeDefined();
  });
});

describe('a run that is done', () => {
  it('gives plan, scorecard and follow-ups under the digests of its record, and the report as a page', async () => {
    const text = await acme.read(run.id, 'plan');
    plan = Plan.parse(JSON.parse(text));
    expect(digest('plan/1', JSON.parse(text))).toBe(run.planDigest);
    expect(plan.assignments.length).toBeGreaterThan(5);
    const scorecard = JSON.parse(await acme.read(run.id, 'scorecard'));
    expect(digest('scorecard/1', scorecard)).toBe(run.scorecardDigest);
    expect(Scorecard.parse(scorecard).measures.length).toBeGreaterThan(0);
    expect(z.array(FollowUp).parse(JSON.parse(await acme.read(run.id, 'follow-ups'))).length).toBeGreaterThan(0);
    const report = await acme.call('GET', `/v1/runs/${run.id}/report`);
    expect(report.header('content-type')).toBe('text/html; charset=utf-8');
    expect(report.text).toContain('<svg');
  });

  it('has a trace of every step in one unbroken chain that ends at the head of its record', async () => {
    const { entries, head, writtenAt } = await acme.trace(run.id);
    expect(verifyChain(entries, run.traceHead)).toMatchObject({ ok: true, head });
    const steps = entries.map(({ step }) => step.split('/')[1]);
    expect([...new Set(steps)]).toEqual([
      'preflight',
      'score',
      'assess-posture',
      'guard-budget',
      'split-blocks',
      'merge-shards',
      'audit',
      'route',
      'request-decision',
      'decision',
      'commit',
      'publish',
      'handoff',
    ]);
    expect(writtenAt).toHaveLength(entries.length);
    await followable(acme, run);
  });

  it('publishes a calendar for each rep that any client can read, with the meetings of the plan', async () => {
    const { feeds } = Feeds.parse(await acme.json('/v1/feeds'));
    expect(feeds.map(({ rep }) => rep).sort()).toEqual(portfolio.reps.map(({ id }) => id).sort());
    for (const { rep, url } of feeds) {
      const answer = await fetch(url);
      expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
      const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
      const starts = calendar
        .getAllSubcomponents('vevent')
        .map((event) => new ICAL.Event(event).startDate.toJSDate().toISOString());
      const planned = plan.assignments
        .filter((one) => one.rep === rep)
        .map(({ start }) => new Date(start).toISOString());
      expect(starts.sort()).toEqual(planned.sort());
    }
  });

  it('told the CRM of each meeting, of the plan and of its end: each once, signed with the secret of the tenant', async () => {
    const { url, secret } = z.object({ url: z.string(), secret: z.string() }).parse(await acme.json('/v1/webhook'));
    expect(url).toBe(receiver.url);
    const pinned = new Set(
      portfolio.engagements.flatMap((one) => ('pinned' in one && one.pinned !== null ? [one.id] : [])),
    );
    const wanted = plan.assignments.length + 2;
    await until(() => (receiver.received.length >= wanted ? true : undefined), 60);
    const events = receiver.received.map(({ event }) => event);
    const scheduled = events.flatMap((event) => (event.type === 'engagement.scheduled' ? [event.engagement] : []));
    expect(scheduled.sort()).toEqual(plan.assignments.map(({ engagement }) => engagement).sort());
    expect(pinned.size).toBeGreaterThan(0);
    expect(
      events
        .filter(({ type }) => !type.startsWith('engagement.'))
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['plan.published', 'run.ended']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const verifier = new Webhook(secret);
    for (const { body, headers, event } of receiver.received) {
      expect(verifier.verify(body, headers)).toMatchObject({ id: headers['webhook-id'], correlation: run.correlation });
      expect(event.tenant).toBe(TENANT);
    }
  });

  it('leaves no mail address, token, reference, secret or body in what functions print, and the host silent', async () => {
    const logs = globSync('logs/*.log', { cwd: app.dataDir }).map((file) =>
      readFileSync(join(app.dataDir, file), 'utf8'),
    );
    const printed = logs.join('\n');
    expect(printed.split('\n').length).toBeGreaterThan(50);
    expect(printed).not.toMatch(/[\w.]@[\w-]+\.\w/);
    expect(printed).not.toMatch(/eyJ|whsec_|Bearer /);
    expect(printed).not.toContain(link.split('/').at(-1));
    expect(printed).not.toMatch(/"stake"|"assignments"|verdict=|"accounts":\[/);
    expect(app.lines).toEqual([]);
  });
});

describe('a second run of a tenant whose policy queues', () => {
  it('waits in line, and starts from the published plan when the first has ended', async () => {
    const queued = await app.as('queued');
    const first = await queued.start(portfolio);
    const second = Run.parse((await queued.ask('book', 'key-2')).json);
    expect(second.id).not.toBe(first.id);
    await queued.follow(first.id, 'waiting-for-decision');
    expect((await queued.run(second.id)).status).toBe('accepted');
    await decide(await linkTo(app.host.inboxUrl, mailOf('queued', 'ann')), APPROVE);
    await queued.follow(first.id, 'done');
    const after = await queued.follow(second.id, 'waiting-for-decision', 'done');
    const { entries } = await queued.trace(second.id);
    expect(verifyChain(entries, after.traceHead)).toMatchObject({ ok: true });
    expect(entries.find(({ step }) => step.endsWith('/split-blocks'))?.reasons).toContain(
      'from the published plan: little changed',
    );
    const [before, again] = [await queued.read(first.id, 'plan'), await queued.read(second.id, 'plan')].map((text) =>
      Plan.parse(JSON.parse(text)),
    );
    const places = (made: Plan | undefined) =>
      made?.assignments.map(({ engagement, rep, start }) => [engagement, rep, start]);
    expect(places(again)).toEqual(places(before));
    expect(await lettersTo(app.host.inboxUrl, mailOf('queued', 'olga'))).toEqual([]);
  });
});
