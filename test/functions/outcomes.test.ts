import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Forecasts } from '../../core/model/forecasts.ts';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { changesOf } from '../../core/policy/changes.ts';
import { proposedBy } from '../../core/policy/proposed-by.ts';
import { digest } from '../../core/trace/digest.ts';
import { call } from '../support/api-call.ts';
import { accountBody, engagementBody, portfolioBody } from '../support/portfolio-builder.ts';
import { reportFixture } from '../support/report-fixture.ts';
import { lambdaContext, openWorld } from '../support/world.ts';

/** Before every meeting of the fixture: what has begun is not called off. */
const BEFORE = Date.parse('2026-11-22T09:00:00Z');
vi.useFakeTimers({ now: BEFORE, toFake: ['Date'] });
const world = await openWorld();
world.aws.configuration.set('policy', {
  contract: 'policy-set/1',
  default: { contract: 'policy/1', oversight: [{ id: 'olga', email: 'olga@example.com' }] },
});
const { handler: putPortfolio } = await import('../../functions/put-portfolio/index.ts');
const { handler: putOutcomes } = await import('../../functions/put-outcomes/index.ts');
const { handler: eraseSubject } = await import('../../functions/erase-subject/index.ts');
const { handler: preflight } = await import('../../functions/preflight/index.ts');
const { handler: score } = await import('../../functions/score/index.ts');
const { handler: commit } = await import('../../functions/commit/index.ts');
const { handler: publish } = await import('../../functions/publish/index.ts');
const { handler: readRuns } = await import('../../functions/read-runs/index.ts');
const { handler: relay } = await import('../../functions/relay/index.ts');
const { outbox } = await import('../../functions/shared/outbox.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { outcomeStore } = await import('../../functions/shared/outcome-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { portfolioStore } = await import('../../functions/shared/portfolio-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const fixture = reportFixture({ accounts: 6, reps: 1, days: 3 });
const evidence = evidenceStore();
const outcomes = outcomeStore();
const runs = runStore();
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});

let tenants = 0;
let tenant: TenantId;
beforeEach(async () => {
  vi.setSystemTime(BEFORE);
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
  const accounts = [accountBody(), accountBody({ id: 'A-2' })];
  const engagements = [engagementBody(), engagementBody({ id: 'E-2', account: 'A-2' })];
  const body = portfolioBody({ accounts, engagements });
  await call(putPortfolio, 'PUT /v1/portfolios/{id}', { as: { tenant }, path: { id: 'P-1' }, body });
});

const held = { contract: 'outcome/1', kind: 'held', engagement: 'E-1', at: '2026-11-24T10:00:00Z', minutes: 40 };
const optedOut = { contract: 'outcome/1', kind: 'opted-out', account: 'A-2', at: '2026-11-24T10:00:00Z' };
const tell = (list: readonly object[], as: { scope?: string } = {}) =>
  call(putOutcomes, 'POST /v1/outcomes', {
    as: { tenant, ...as },
    body: { contract: 'outcomes/1', outcomes: list },
  });

/** A run of the tenant's portfolio, ready for its first step. */
async function newRun() {
  const head = await portfolioStore().newest(tenant);
  const id = RunId.parse(`run-${`${tenants}`.padStart(32, '0')}`);
  await runs.create({
    ...{ contract: 'run/1', id, tenant, status: 'accepted', correlation: 'c', author: PersonId.parse('ana') },
    portfolio: PortfolioId.parse('P-1'),
    portfolioDigest: head?.digest ?? digest('portfolio/1', {}),
    requestedAt: '2026-11-22T09:00:00.000Z',
  });
  return { tenant, run: id, correlation: 'c', attempt: 0 };
}

describe('POST /v1/outcomes', () => {
  it('stores a batch once, however often and in whatever order it is told', async () => {
    expect(await tell([held, optedOut])).toMatchObject({ status: 200, json: { stored: 2, known: 0, aside: 0 } });
    const again = await tell([optedOut, held, held]);
    expect(again.json).toMatchObject({ stored: 0, known: 3, aside: 0 });
    expect(again.json.outcomes.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    expect(await outcomes.all(tenant)).toHaveLength(2);
  });

  it('refuses a batch with malformed outcomes whole, with every violation', async () => {
    const answer = await tell([held, { ...held, kind: 'gone' }, { ...held, minutes: 1e308, at: 'noon' }]);
    expect(answer).toMatchObject({ status: 422, json: { type: 'urn:problem:invalid-body' } });
    const paths = answer.json.violations.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/outcomes/1/kind', '/outcomes/2/minutes', '/outcomes/2/at']));
    expect(await outcomes.all(tenant)).toEqual([]);
    expect(await tell([])).toMatchObject({ status: 422 });
    expect(await tell(Array.from({ length: 1_001 }, () => held))).toMatchObject({ status: 422 });
  });

  it('keeps what nobody knows aside, and says so of each', async () => {
    const answer = await tell([{ ...held, engagement: 'E-404' }, held, { ...optedOut, account: 'A-404' }]);
    expect(answer.json.outcomes.map(({ state }: { state: string }) => state)).toEqual(['aside', 'stored', 'aside']);
    expect(await outcomes.all(tenant)).toHaveLength(3);
  });

  it('keeps both of two that cannot be true together, and names the other', async () => {
    const first = await tell([held]);
    const second = await tell([
      { contract: 'outcome/1', kind: 'no-show', engagement: 'E-1', at: '2026-11-24T11:00:00Z' },
    ]);
    expect(second.json.outcomes[0].contradicts).toEqual([first.json.outcomes[0].outcome]);
    expect(await outcomes.all(tenant)).toHaveLength(2);
  });

  it('needs its own scope, and belongs to the tenant that told it', async () => {
    expect(await tell([held], { scope: 'runs:write' })).toMatchObject({ status: 403 });
    await tell([optedOut]);
    expect(await outcomes.objections(TenantId.parse('tenant-1000'))).toEqual([]);
  });

  it('killed after any write and told again ends with everything stored once', async () => {
    let killed = 0;
    for (let status = 503; status !== 200; ) {
      world.tables.killAfterWrite(1);
      ({ status } = await tell([optedOut, held]));
      world.tables.heal();
      if (status !== 200) killed += 1;
    }
    expect(killed).toBeGreaterThanOrEqual(2);
    expect(await outcomes.all(tenant)).toHaveLength(2);
    expect(await outcomes.objections(tenant)).toMatchObject([{ at: optedOut.at, source: 'outcome' }]);
  });
});

describe('an objection', () => {
  it('holds for the next run, whatever the portfolio says: the account is scored as objected', async () => {
    await tell([optedOut]);
    const input = await newRun();
    const go = await preflight(input, lambdaContext);
    const { portfolio } = Answer.parse(go);
    const scored = await score({ ...input, ...Object(go), published: null }, lambdaContext);
    for (const stored of [portfolio, Digest.parse(Object(scored).scored)]) {
      const { accounts } = await evidence.get(tenant, 'portfolio/1', stored, Portfolio);
      expect(accounts.map(({ id, contact }) => [id, contact.objected])).toEqual([
        ['A-1', false],
        ['A-2', true],
      ]);
    }
  });

  it('told while a plan was decided on keeps that plan from being committed', async () => {
    const input = await newRun();
    const { accounts, plan } = await publishable();
    const digests = { scored: plan, policy: plan, flags: plan, published: null, plan };
    await tell([{ ...optedOut, account: accounts[0] }]);
    expect(await commit({ ...input, ...digests }, lambdaContext)).toMatchObject({ verdict: 'conflict' });
    expect(await headStore().plan(tenant)).toBeUndefined();
  });

  it('of an account the plan does not meet does not hold the plan up', async () => {
    const input = await newRun();
    const { plan, scored, policy } = await publishable();
    await tell([{ ...optedOut, account: 'A-elsewhere' }]);
    const digests = { scored, policy, flags: plan, published: null, plan };
    expect(await commit({ ...input, ...digests }, lambdaContext)).toMatchObject({ verdict: 'committed' });
  });
});

describe('an objection after erasure', () => {
  const body = (objected: boolean) =>
    portfolioBody({
      accounts: [accountBody(), accountBody({ id: 'A-2', contact: { objected } })],
      engagements: [engagementBody(), engagementBody({ id: 'E-2', account: 'A-2' })],
    });
  const put = (objected: boolean) =>
    call(putPortfolio, 'PUT /v1/portfolios/{id}', { as: { tenant }, path: { id: 'P-1' }, body: body(objected) });
  const erase = (id: string) =>
    call(eraseSubject, 'POST /v1/subjects/{id}/erasure', { as: { tenant, scope: 'subjects:erase' }, path: { id } });
  /** Whom the run of the newest portfolio finds to have objected. */
  async function objectedInRun() {
    const { portfolio } = Answer.parse(await preflight(await newRun(), lambdaContext));
    const { accounts } = await evidence.get(tenant, 'portfolio/1', portfolio, Portfolio);
    return accounts.filter(({ contact }) => contact.objected).map(({ id }) => id);
  }

  it('that came with a portfolio holds for the account imported again without it, whether a run saw it or not', async () => {
    await put(true);
    expect((await erase('A-2')).status).toBe(200);
    await put(false);
    expect(await objectedInRun()).toEqual(['A-2']);
  });

  it('that was told as an outcome is all that stays of the account, and keeps a plan that meets it from being committed', async () => {
    const input = await newRun();
    const { accounts, plan } = await publishable();
    const [account = ''] = accounts;
    await tell([{ ...optedOut, account }]);
    await erase(account);
    expect(await outcomes.all(tenant)).toEqual([]);
    const kept = await outcomes.objections(tenant);
    expect(kept).toMatchObject([{ source: 'outcome' }]);
    expect(JSON.stringify(kept)).not.toContain(account);
    const digests = { scored: plan, policy: plan, flags: plan, published: null, plan };
    expect(await commit({ ...input, ...digests }, lambdaContext)).toMatchObject({ verdict: 'conflict' });
  });

  it('is a digest under a key of the tenant: the same account of another tenant has another, and did not object there', async () => {
    await tell([optedOut]);
    const [ours] = await outcomes.objections(tenant);
    tenants += 1;
    tenant = TenantId.parse(`tenant-${tenants}`);
    await put(false);
    expect(await objectedInRun()).toEqual([]);
    await tell([optedOut]);
    const [theirs] = await outcomes.objections(tenant);
    expect(ours?.who).toMatch(/^[0-9a-f]{64}$/);
    expect(theirs?.who).not.toBe(ours?.who);
  });

  it('told twice, or by portfolio and outcome, is kept once, as it was told first', async () => {
    await put(true);
    await tell([optedOut]);
    await put(true);
    expect(await outcomes.objections(tenant)).toMatchObject([{ source: 'portfolio' }]);
  });

  it('erasing an account leaves what was told of others', async () => {
    await tell([optedOut, { ...optedOut, account: 'A-22' }, held]);
    await erase('A-2');
    expect(
      (await outcomes.all(tenant))
        .map(({ outcome }) => ('account' in outcome ? outcome.account : outcome.engagement))
        .sort(),
    ).toEqual(['A-22', 'E-1']);
  });
});

describe('a published plan', () => {
  it('leaves its forecasts behind, by which an outcome that left the portfolio is known', async () => {
    const input = await newRun();
    const { plan, scored, policy, meeting } = await publishable();
    await headStore().commit(tenant, null, { plan, portfolio: scored, policy, run: input.run });
    await publish({ ...input, scored, policy, plan, flags: plan, published: null }, lambdaContext);
    const [index] = await outcomes.recentForecasts(tenant, 5);
    if (index === undefined) throw new Error('forecasts were expected');
    const forecasts = await evidence.get(tenant, 'forecasts/1', index.digest, Forecasts);
    expect(forecasts).toMatchObject({ run: input.run, plan });
    expect(forecasts.accounts).toHaveLength(fixture.portfolio.accounts.length);
    expect(forecasts.meetings).toHaveLength(fixture.plan.assignments.length);
    for (const { averts, show } of forecasts.meetings) expect([averts > 0, show > 0]).toEqual([true, true]);
    const answer = await tell([{ ...held, engagement: meeting }]);
    expect(answer.json).toMatchObject({ stored: 1, aside: 0 });
  });
});

describe('a plan that is approved after some of its meetings began', () => {
  const starts = fixture.plan.assignments.map(({ start }) => Date.parse(start)).sort((a, b) => a - b);
  const [, second = 0, third = 0] = starts;
  const rows = fixture.plan.assignments.filter(({ start }) => Date.parse(start) >= third);
  const ids = (meetings: readonly { readonly engagement: string }[]) =>
    meetings.map((one) => `${one.engagement}`).sort();
  const approvedAt = async (at: number, maxAgeHours: number) => {
    const input = await newRun();
    const { plan, scored } = await publishable();
    const policy = await evidence.put(tenant, 'policy/1', { ...fixture.policy, dataQuality: { maxAgeHours } });
    const digests = { scored, policy, flags: plan, published: null, plan };
    vi.setSystemTime(at);
    await commit({ ...input, ...digests }, lambdaContext);
    vi.setSystemTime(at + 60_000);
    await publish({ ...input, ...digests }, lambdaContext);
    const events = (await outbox().all(tenant)).map(({ event }) => event);
    const rep = fixture.plan.assignments[0]?.rep;
    const feed = rep === undefined ? undefined : await headStore().feed(tenant, rep);
    const calendar = feed === undefined ? '' : await evidence.getText(tenant, 'feed/1', feed.feed);
    const [index] = await outcomes.recentForecasts(tenant, 5);
    const forecasts = index && (await evidence.get(tenant, 'forecasts/1', index.digest, Forecasts));
    return {
      told: ids(events.flatMap((event) => (event.type === 'engagement.scheduled' ? [event] : []))),
      shown: [...calendar.matchAll(/UID:(.*)\.tenant-/g)].map(([, id]) => `${id}`).sort(),
      expected: ids(forecasts?.meetings ?? []),
      begun: (await runs.get(tenant, input.run))?.begun,
    };
  };

  it('tells neither CRM nor calendars of these, expects nothing of them, and says so in its record', async () => {
    expect(rows.length).toBeLessThan(fixture.plan.assignments.length);
    const left = fixture.plan.assignments.length - rows.length;
    const all = { told: ids(rows), shown: ids(rows), expected: ids(rows), begun: left };
    expect(await approvedAt(second + 60_000, 36)).toEqual(all);
  });

  it('tells of all where the policy takes data older than the plan, as for an example of days gone by', async () => {
    const { assignments } = fixture.plan;
    const all = { told: ids(assignments), shown: ids(assignments), expected: ids(assignments), begun: undefined };
    expect(await approvedAt(second + 60_000, 1_000_000)).toEqual(all);
  });
});

const Answer = z.object({ portfolio: Digest });

/** A plan as evidence, as if it had come that far. */
async function publishable() {
  const [scored, policy] = await Promise.all([
    evidence.put(tenant, 'portfolio/1', fixture.portfolio),
    evidence.put(tenant, 'policy/1', fixture.policy),
  ]);
  const plan = await evidence.put(tenant, 'plan/1', { ...fixture.plan, portfolio: scored, policy });
  const accounts = fixture.plan.assignments.map(({ account }) => account);
  return { scored, policy, plan, accounts, meeting: fixture.plan.assignments[0]?.engagement };
}

describe('an objection to a published meeting', () => {
  const [first, second] = fixture.plan.assignments;
  if (first === undefined || second === undefined) throw new Error('two meetings are needed');
  const objection = { ...optedOut, account: first.account };
  async function published() {
    const input = await newRun();
    const { plan, scored, policy } = await publishable();
    await headStore().commit(tenant, null, { plan, portfolio: scored, policy, run: input.run });
    await publish({ ...input, scored, policy, plan, flags: plan, published: null }, lambdaContext);
    return { input, plan, scored, policy };
  }
  const calendar = async () => {
    const feed = await headStore().feed(tenant, first.rep);
    return feed === undefined ? '' : evidence.getText(tenant, 'feed/1', feed.feed);
  };
  const uid = (engagement: string) => `UID:${engagement}.${tenant}@`;
  const told = async () =>
    (await outbox().all(tenant)).flatMap(({ event, state }) =>
      event.type === 'engagement.cancelled' ? [{ engagement: event.engagement, version: event.version, state }] : [],
    );
  const mails = () => world.aws.mails.filter((mail) => JSON.stringify(mail).includes(`called off`)).length;

  it('is out of the calendar at once, told to the CRM once under a later version, and told to oversight once', async () => {
    await published();
    expect(await calendar()).toContain(uid(first.engagement));
    const sent = mails();
    for (const _ of ['told', 'told again']) expect(await tell([objection])).toMatchObject({ status: 200 });
    expect(await calendar()).not.toContain(uid(first.engagement));
    expect(await calendar()).toContain(uid(second.engagement));
    expect(await told()).toEqual([{ engagement: first.engagement, version: 2, state: 'queued' }]);
    expect(mails()).toBe(sent + 1);
  });

  it('is counted on the page of the run, which names nobody', async () => {
    const { input } = await published();
    const proposed = proposedBy(fixture.portfolio, fixture.plan, changesOf(fixture.plan, [], fixture.portfolio.asOf));
    await runs.patch(tenant, input.run, { proposed });
    const page = async () => {
      const of = { as: { tenant }, path: { id: input.run }, headers: { accept: 'text/html' } };
      return (await call(readRuns, 'GET /v1/runs/{id}', of)).text.replaceAll('\u00a0', ' ');
    };
    expect(await page()).not.toContain('stand:');
    await tell([objection]);
    const { meetings } = proposed;
    expect(await page()).toContain(
      `${meetings - 1} of ${meetings} meetings stand: 1 was called off after an objection.`,
    );
    expect(await page()).not.toContain(`${first.account}<`);
  });

  it('that came with a portfolio calls it off as well', async () => {
    await published();
    const accounts = [accountBody({ id: String(first.account), contact: { objected: true } })];
    const engagements = [engagementBody({ account: String(first.account) })];
    const body = portfolioBody({ accounts, engagements });
    const answer = await call(putPortfolio, 'PUT /v1/portfolios/{id}', { as: { tenant }, path: { id: 'P-1' }, body });
    expect(answer.status).toBe(200);
    expect(await calendar()).not.toContain(uid(first.engagement));
    expect(await told()).toMatchObject([{ engagement: first.engagement }]);
  });

  it('is called off where the account was erased since, whoever was killed before', async () => {
    await published();
    world.tables.killAfterWrite(2);
    expect(await tell([objection])).toMatchObject({ status: 503 });
    world.tables.heal();
    expect(await outcomes.objections(tenant)).toHaveLength(1);
    await call(eraseSubject, 'POST /v1/subjects/{id}/erasure', {
      as: { tenant, scope: 'subjects:erase' },
      path: { id: String(first.account) },
    });
    expect(await calendar()).toContain(uid(first.engagement));
    vi.setSystemTime(BEFORE + 121_000);
    await relay();
    expect(await calendar()).not.toContain(uid(first.engagement));
    expect(await told()).toMatchObject([{ engagement: first.engagement }]);
    expect(await outbox().callOffs()).toEqual([]);
  });

  it('killed after any write and told again ends with one event, one mail and a calendar without it', async () => {
    await published();
    const sent = mails();
    let killed = 0;
    for (let status = 503; status !== 200; ) {
      vi.setSystemTime(BEFORE + 1_000 * (1 + killed));
      world.tables.killAfterWrite(1 + killed);
      ({ status } = await tell([objection]));
      world.tables.heal();
      if (status !== 200) killed += 1;
    }
    expect(killed).toBeGreaterThanOrEqual(4);
    expect(await told()).toMatchObject([{ engagement: first.engagement }]);
    expect(await calendar()).not.toContain(uid(first.engagement));
    expect(mails()).toBe(sent + 1);
  });

  it('leaves a meeting that has begun as it was told', async () => {
    await published();
    vi.setSystemTime(Date.parse(first.start) + 60_000);
    await tell([objection]);
    expect(await told()).toEqual([]);
    expect(await calendar()).toContain(uid(first.engagement));
  });

  it('is not told again by the next plan, which has it no more', async () => {
    const { input, plan: over, scored, policy } = await published();
    await tell([objection]);
    const run = RunId.parse(`run-${`9${tenants}`.padStart(32, '0')}`);
    await runs.create({ ...(await stored(input.run)), id: run });
    const assignments = fixture.plan.assignments.filter(({ engagement }) => engagement !== first.engagement);
    const plan = await evidence.put(tenant, 'plan/1', { ...fixture.plan, portfolio: scored, policy, assignments });
    expect(await headStore().commit(tenant, over, { plan, portfolio: scored, policy, run })).toMatchObject({
      version: 3,
    });
    await publish({ ...input, run, scored, policy, plan, flags: plan, published: over }, lambdaContext);
    expect(await told()).toMatchObject([{ engagement: first.engagement, version: 2 }]);
  });

  it('of a plan that is being published is out of the calendar at once, and told when the plan was', async () => {
    const input = await newRun();
    const { plan, scored, policy } = await publishable();
    await headStore().commit(tenant, null, { plan, portfolio: scored, policy, run: input.run });
    await tell([objection]);
    await publish({ ...input, scored, policy, plan, flags: plan, published: null }, lambdaContext);
    expect(await calendar()).not.toContain(uid(first.engagement));
    expect(await told()).toEqual([]);
    vi.setSystemTime(BEFORE + 121_000);
    await relay();
    expect(await told()).toMatchObject([{ engagement: first.engagement }]);
    expect(await calendar()).not.toContain(uid(first.engagement));
  });
});

async function stored(run: RunId) {
  const record = await runs.get(tenant, run);
  if (record === undefined) throw new Error('the run was expected to be stored');
  return record;
}
