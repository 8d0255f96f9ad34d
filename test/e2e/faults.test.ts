import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { Incident } from '../../core/model/incident.ts';
import { Plan } from '../../core/model/plan.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { readAssembly } from '../support/assembly.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, linkTo, open } from './approver.ts';
import { followable } from './followable.ts';
import { planted } from './planted.ts';
import { AUTONOMOUS, mailOf, ONE_APPROVER, policiesOf } from './policies.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const portfolio = smallPortfolio();

/** A planner that moves the first meeting of its plan onto the second one of the same rep. */
const OVERLAP = {
  file: 'functions/shared/evidence-store.ts',
  changes: [
    {
      anchor: 'canonicalBytes(value)',
      instead: `canonicalBytes(tenant === 'misplanned' && domain === 'plan/1' ? overlapping(value) : value)`,
    },
  ],
  appended: `function overlapping(plan) {
    const [first, ...rest] = plan.assignments;
    const other = rest.find(({ rep }) => rep === first.rep);
    return { ...plan, assignments: [{ ...first, start: other.start }, ...rest] };
  }`,
};
/** A publication that fails after the calendars are written, and never heals. */
const LOST = {
  file: 'functions/shared/outbox.ts',
  changes: [
    {
      anchor: 'async publish(events: readonly Event[]): Promise<void> {',
      instead: `async publish(events: readonly Event[]): Promise<void> {
        if (events[0]?.tenant === 'unlucky') throw new Error('planted: the outbox refuses');`,
    },
  ],
};

let app: Application;
let faulty: Awaited<ReturnType<typeof planted>>;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
beforeAll(async () => {
  receiver = await webhookReceiver();
  faulty = await planted(readAssembly(inject('assembly')), ['merge-shards', 'publish'], [OVERLAP, LOST]);
  const tenants = policiesOf({ misplanned: AUTONOMOUS, unlucky: AUTONOMOUS, overtaken: ONE_APPROVER });
  const webhooks = Object.fromEntries(Object.keys(tenants).map((tenant) => [tenant, { url: receiver.url }]));
  app = await openApplication({ tenants, webhooks }, faulty.assembly);
});
afterAll(async () => {
  await app?.close();
  await receiver?.close();
  faulty?.remove();
});

const eventsOf = (tenant: string) => receiver.received.flatMap(({ event }) => (event.tenant === tenant ? [event] : []));

describe('a plan that breaks an invariant', () => {
  it('is caught by the audit before anybody is asked: nothing in force, oversight told with the rule it breaks', async () => {
    const crm = await app.as('misplanned');
    const { id } = await crm.start(portfolio);
    const run = await crm.follow(id, 'rolled-back');
    expect(run.reason).toMatch(/^the audit failed: .*overlap/);
    const incident = Incident.parse(JSON.parse(await crm.read(id, 'incident')));
    expect(incident).toMatchObject({
      outcome: 'rolled-back',
      cause: { name: expect.stringMatching(/audit/i) },
      rolledBack: { restored: false },
    });
    expect(incident.decide.length).toBeGreaterThan(0);
    const letters = await lettersTo(app.host.inboxUrl, mailOf('misplanned', 'olga'));
    expect(letters.map(({ text }) => text.includes(id))).toEqual([true]);
    const { entries } = await crm.trace(id);
    await followable(crm, run);
    expect(entries.map(({ step }) => step).slice(-3)).toEqual(['0/audit', '0/rollback', '0/escalate']);
    expect(await crm.json('/v1/feeds')).toEqual({ feeds: [] });
    await until(() => (eventsOf('misplanned').length > 0 ? true : undefined));
    expect(eventsOf('misplanned')).toMatchObject([{ type: 'run.ended', status: 'rolled-back' }]);
  });
});

describe('a publication that fails for good after the commit', () => {
  it('is rolled back: no plan in force, calendars empty again, and the CRM told so', async () => {
    const crm = await app.as('unlucky');
    const { id } = await crm.start(portfolio);
    const run = await crm.follow(id, 'rolled-back');
    const incident = Incident.parse(JSON.parse(await crm.read(id, 'incident')));
    expect(incident.rolledBack).toMatchObject({ restored: true, version: 2 });
    await followable(crm, run);
    const { feeds } = JSON.parse(JSON.stringify(await crm.json('/v1/feeds')));
    expect(feeds).toHaveLength(portfolio.reps.length);
    for (const { url } of feeds) expect(await (await fetch(url)).text()).not.toContain('BEGIN:VEVENT');
    const types = await until(() => {
      const seen = eventsOf('unlucky').map(({ type }) => type);
      return seen.includes('run.ended') && seen.includes('plan.rolled-back') ? seen : undefined;
    });
    expect(types).not.toContain('engagement.scheduled');
  });
});

describe('a plan that was overtaken while it was decided on', () => {
  it('is not committed: it is planned again from the plan in force, asked about again, and then committed once', async () => {
    const crm = await app.as('overtaken');
    const link = (n: number) => linkTo(app.host.inboxUrl, mailOf('overtaken', 'ann'), n);
    const first = await crm.start(portfolio, { key: 'first' });
    await decide(await link(0), APPROVE);
    await crm.follow(first.id, 'done');
    const { json } = await crm.ask('book', 'second');
    const waiting = await crm.follow(json.id, 'waiting-for-decision');
    // What a rollback of the first run does, while the second one waits: the plan it was planned from is gone.
    await rollBack('overtaken', first.id);
    const stale = await link(1);
    await decide(stale, APPROVE);
    const again = await link(2);
    const replanned = await crm.follow(waiting.id, 'waiting-for-decision');
    expect(await open(stale)).toMatchObject({ heading: 'This was decided already', fields: undefined });
    await decide(again, APPROVE);
    const done = await crm.follow(waiting.id, 'done');
    const { entries } = await crm.trace(done.id);
    expect(verifyChain(entries, done.traceHead)).toMatchObject({ ok: true });
    const commits = entries
      .filter(({ step }) => step.endsWith('/commit'))
      .map(({ step, decision }) => `${step} ${decision}`);
    expect(commits).toEqual(['0/commit conflict', '1/commit committed']);
    const plan = Plan.parse(JSON.parse(await crm.read(done.id, 'plan')));
    expect(done.planDigest).toBe(replanned.planDigest);
    const events = await until(() => {
      const seen = eventsOf('overtaken').filter(({ run }) => run === done.id);
      return seen.some(({ type }) => type === 'run.ended') ? seen : undefined;
    });
    // Planned from nothing, so every meeting is new to the CRM.
    expect(events.filter(({ type }) => type === 'engagement.scheduled')).toHaveLength(plan.assignments.length);
  });
});

/** Through the store of the product, on the tables of the host. */
async function rollBack(tenant: string, run: string): Promise<void> {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = app.host.environment;
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  process.env['HEADS_TABLE'] = await headsTable();
  const { headStore } = await import('../../functions/shared/head-store.ts');
  expect(await headStore().rollBack(TenantId.parse(tenant), RunId.parse(run))).toMatchObject({ run });
}

async function headsTable(): Promise<string> {
  const { DynamoDBClient, ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
  const { TableNames = [] } = await new DynamoDBClient({}).send(new ListTablesCommand());
  const found = TableNames.find((name) => /heads/i.test(name));
  if (found === undefined) throw new Error(`no table of heads among ${TableNames.join(', ')}`);
  return found;
}
