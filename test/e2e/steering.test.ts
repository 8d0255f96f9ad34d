import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Plan } from '../../core/model/plan.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { type Application, openApplication } from './application.ts';
import { linkTo, open } from './approver.ts';
import type { Crm } from './crm.ts';
import { followable } from './followable.ts';
import { AUTONOMOUS, mailOf, ONE_APPROVER, policiesOf } from './policies.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const portfolio = smallPortfolio();
const ON = { enabled: true, mode: 'on', share: 0 };

let app: Application;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
beforeAll(async () => {
  receiver = await webhookReceiver();
  const tenants = policiesOf({
    gated: { ...ONE_APPROVER, stopOwner: 'sam' },
    early: AUTONOMOUS,
    off: AUTONOMOUS,
    unseen: AUTONOMOUS,
    few: AUTONOMOUS,
    named: AUTONOMOUS,
  });
  const webhooks = Object.fromEntries(Object.keys(tenants).map((tenant) => [tenant, { url: receiver.url }]));
  app = await openApplication({ tenants, webhooks });
});
beforeEach(() => app.configuration.flag({ scheduling: ON, stop: { enabled: false } }));
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});

/** What the tenant's CRM was told, once it was told of the end of the run. */
const told = (tenant: string) =>
  until(() => {
    const events = receiver.received.flatMap(({ event }) => (event.tenant === tenant ? [event] : []));
    return events.some(({ type }) => type === 'run.ended') ? events.map(({ type }) => type) : undefined;
  }, 60);
const stop = (crm: Crm, id: string) => crm.call('POST', `/v1/runs/${id}/stop`, { body: '{"reason":"wrong export"}' });

describe('a run stopped', () => {
  it('while it waits at its gate ends at once, by its author or the stop owner alone, and its link is shut', async () => {
    const crm = await app.as('gated');
    const { id } = await crm.start(portfolio);
    await crm.follow(id, 'waiting-for-decision');
    const stranger = await stop(await app.as('gated', 'stranger'), id);
    expect(stranger).toMatchObject({ status: 403, json: { type: 'urn:problem:not-stop-owner' } });
    expect((await stop(await app.as('gated', 'sam'), id)).status).toBe(202);
    const stopped = await crm.follow(id, 'stopped');
    expect(stopped.reason).toMatch(/^somebody else who may stop it stopped this run on .* UTC$/);
    const shown = await crm.call('GET', `/v1/runs/${id}`, { headers: { accept: 'text/html' } });
    expect(shown.text).toMatch(/sam stopped this run on .* UTC\./);
    expect(shown.text).toContain('The reason given: wrong export');
    await followable(crm, stopped);
    const page = await open(await linkTo(app.host.inboxUrl, mailOf('gated', 'ann')));
    expect([page.status, page.heading, page.fields]).toEqual([410, 'This run has ended', undefined]);
    expect(await stop(crm, id)).toMatchObject({ status: 409, json: { type: 'urn:problem:run-ended' } });
    expect(await told('gated')).toEqual(['run.ended']);
  });

  it('while it is planned ends before its next step, with nothing published', async () => {
    const crm = await app.as('early');
    const { id } = await crm.start(portfolio);
    expect((await stop(crm, id)).status).toBe(202);
    const stopped = await crm.follow(id, 'stopped');
    expect((await followable(crm, stopped)).map(({ step }) => step)).not.toContain('0/commit');
    expect(await crm.json('/v1/feeds')).toEqual({ feeds: [] });
  });

  it('by the flag for everybody takes no step at all; its place was free, the run before having been stopped', async () => {
    const crm = await app.as('early');
    await app.configuration.flag({ stop: { enabled: true } });
    const { id } = await crm.start(portfolio, { key: 'key-2' });
    const stopped = await crm.follow(id, 'stopped');
    expect(stopped.reason).toBe('the stop flag is set for every run');
    expect((await followable(crm, stopped)).map(({ step }) => step)).toEqual(['0/handoff/stopped']);
  });
});

describe('the scheduling flag', () => {
  it('off refuses every run by name, before anything runs', async () => {
    await app.configuration.flag({ scheduling: { ...ON, mode: 'off' } });
    const crm = await app.as('off');
    const { id } = await crm.start(portfolio);
    expect((await crm.follow(id, 'refused')).reason).toMatch(/^flag\.scheduling: off; turn the scheduling flag/);
    const steps = (await followable(crm, { id })).map(({ step }) => step);
    expect(steps).toEqual(['0/preflight', '0/handoff/refused']);
    expect(await told('off')).toEqual(['run.ended']);
  });

  it('shadow makes plan, report and scorecard without effect: no head, no calendar, no event but the end', async () => {
    await app.configuration.flag({ scheduling: { ...ON, mode: 'shadow' } });
    const crm = await app.as('unseen');
    const { id } = await crm.start(portfolio);
    await followable(crm, await crm.follow(id, 'shadowed'));
    expect(Plan.parse(JSON.parse(await crm.read(id, 'plan'))).assignments.length).toBeGreaterThan(5);
    expect(await crm.read(id, 'report')).toContain('<svg');
    expect(await crm.json('/v1/feeds')).toEqual({ feeds: [] });
    expect(await told('unseen')).toEqual(['run.ended']);
    expect((await crm.trace(id)).entries.map(({ step }) => step)).not.toContain('0/commit');
  });

  it('canary by named segments plans for real for these alone, and a segment that is written wrongly cannot be deployed', async () => {
    const segment = 'region:emea';
    const wrong = app.configuration.flag({ scheduling: { ...ON, mode: 'canary', segments: ['emea'] } });
    await expect(wrong).rejects.toThrow(/segments.*does not match/);
    await app.configuration.flag({ scheduling: { ...ON, mode: 'canary', segments: [segment] } });
    const crm = await app.as('named');
    const { id } = await crm.start(portfolio);
    await crm.follow(id, 'done');
    const plan = Plan.parse(JSON.parse(await crm.read(id, 'plan')));
    const within = portfolio.accounts.filter(({ groups }) =>
      Object.entries(groups).some((pair) => pair.join(':') === segment),
    );
    expect(within.length).toBeGreaterThan(2);
    expect(within.length).toBeLessThan(portfolio.accounts.length);
    const known = new Set(within.map((account) => account.id));
    const planned = [...plan.assignments, ...plan.unscheduled].map(({ account }) => account);
    expect(planned.filter((account) => !known.has(account))).toEqual([]);
    expect(plan.assignments.length).toBeGreaterThan(0);
  });

  it('canary plans for real, and for the accounts of its share alone', async () => {
    await app.configuration.flag({ scheduling: { ...ON, mode: 'canary', share: 0.5 } });
    const crm = await app.as('few');
    const { id } = await crm.start(portfolio);
    await crm.follow(id, 'done');
    const plan = Plan.parse(JSON.parse(await crm.read(id, 'plan')));
    const account = new Map(portfolio.engagements.map((engagement) => [engagement.id, engagement.account]));
    const planned = [...plan.assignments, ...plan.unscheduled].map(({ engagement }) => account.get(engagement) ?? '');
    const { entries } = await crm.trace(id);
    const accounts = Number(
      /^accounts (\d+)$/.exec(entries.find(({ step }) => step === '0/score')?.reasons[0] ?? '')?.[1],
    );
    expect(accounts).toBeGreaterThan(10);
    expect(accounts).toBeLessThan(portfolio.accounts.length - 10);
    expect(new Set(planned).size).toBeLessThanOrEqual(accounts);
    expect(plan.assignments.length).toBeGreaterThan(0);
  });
});
