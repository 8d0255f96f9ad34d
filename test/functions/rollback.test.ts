import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Event } from '../../core/model/event.ts';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { Incident } from '../../core/model/incident.ts';
import { Plan } from '../../core/model/plan.ts';
import { Rollback } from '../../core/model/rollback.ts';
import type { Run } from '../../core/model/run.ts';
import { changesOf } from '../../core/policy/changes.ts';
import { proposedBy } from '../../core/policy/proposed-by.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { declared } from '../../infra/config/functions.ts';
import { call } from '../support/api-call.ts';
import { reportFixture } from '../support/report-fixture.ts';
import { flags, lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: rollBack } = await import('../../functions/roll-back/index.ts');
const { handler: readRollbacks } = await import('../../functions/read-rollbacks/index.ts');
const { handler: readRuns } = await import('../../functions/read-runs/index.ts');
const { handler: resume } = await import('../../functions/resume-rollbacks/index.ts');
const { handler: startQueued } = await import('../../functions/start-queued/index.ts');
const { handler: mission } = await import('../../functions/rollback/index.ts');
const { handler: escalate } = await import('../../functions/escalate/index.ts');
const { markStable } = await import('../../functions/shared/baseline.ts');
const { configuration } = await import('../../functions/shared/configuration.ts');
const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { LIVES } = await import('../../functions/shared/requested-rollback.ts');
const { rollbackStore } = await import('../../functions/shared/rollback-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const { outbox, outboxQueue } = await import('../../functions/shared/outbox.ts');
const { publicationEvents } = await import('../../functions/shared/publication.ts');
const { commitmentsOf } = await import('../../functions/shared/mission-documents.ts');
const evidence = evidenceStore();
const heads = headStore();
const control = configurationControl();
const config = configuration();
const rollbacks = rollbackStore();
const runs = runStore();
const traces = traceStore();
const { appConfig } = world.aws;
afterAll(() => world.close());

const oversight = [{ id: 'olga', email: 'olga@example.com' }];
const policies = (name: string) => ({
  contract: 'policy-set/1',
  default: { contract: 'policy/1', name, oversight },
});
const stable = flags();
const shadow = { scheduling: { enabled: true, mode: 'shadow' }, stop: { enabled: false } };
const policyNow = async () => (await config.policies()).value.default.name;
const modeNow = async () => (await config.flags()).value.scheduling.mode;

/** The baseline is what is deployed at the start of each test. */
let tenants = 0;
let tenant: TenantId;
beforeEach(async () => {
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
  await settled();
  await appConfig.deploy('flags', stable, 'at-once');
  await appConfig.deploy('policy', policies('stable'), 'at-once');
  const seen = (await heads.baseline())?.version ?? 0;
  expect(await markStable({ heads, control }, seen, null)).toMatchObject({ version: seen + 1 });
});

/** Stops what an earlier test left on its way. */
async function settled() {
  const open = appConfig.deployments().filter(({ state }) => state === 'DEPLOYING' || state === 'BAKING');
  for (const { number } of open) await control.stop(number);
}
const ask = (body: object = { reason: 'it went wrong' }, key?: string) =>
  call(rollBack, 'POST /v1/rollbacks', {
    as: { tenant, subject: 'rita' },
    headers: key === undefined ? {} : { 'idempotency-key': key },
    body,
  });

const fixture = reportFixture({ accounts: 6, reps: 1, days: 3 });
let counter = 0;
/** A run whose plan is in force, made under the policy and flags given by digest. */
async function published(
  before: Digest | null,
  more: { policy?: Digest; flags?: Digest; status?: Run['status'] } = {},
) {
  counter += 1;
  const id = RunId.parse(`run-${String(counter).padStart(32, '0')}`);
  const portfolio = await evidence.put(tenant, 'portfolio/1', fixture.portfolio);
  const document = { ...fixture.plan, portfolio, objective: fixture.plan.objective - counter };
  const assignments = counter % 2 === 0 ? fixture.plan.assignments.slice(1) : fixture.plan.assignments;
  const plan = await evidence.put(tenant, 'plan/1', { ...document, assignments });
  const run: Run = {
    contract: 'run/1',
    id,
    tenant,
    portfolio: PortfolioId.parse('P-1'),
    portfolioDigest: portfolio,
    author: PersonId.parse('ana'),
    correlation: 'c',
    status: more.status ?? 'done',
    planDigest: plan,
    requestedAt: new Date().toISOString(),
  };
  await runs.create(run);
  const policy = more.policy ?? (await config.policyOf(tenant)).digest;
  const flagsDigest = more.flags ?? (await config.flags()).digest;
  const step = { tenant, run: id, step: '0/preflight', decision: 'go', reasons: [], posture: null };
  await traces.append({ ...step, input: plan, output: plan, code: plan, policy, flags: flagsDigest });
  const { version } = await heads.commit(tenant, before, { plan, portfolio, policy, run: id });
  const earlier = before === null ? null : await evidence.get(tenant, 'plan/1', before, Plan);
  const told = publicationEvents(
    { tenant, run: id, correlation: 'c' },
    {
      ...{ version, digest: plan, plan: { ...document, assignments }, present: fixture.portfolio.asOf },
      before: earlier === null ? [] : commitmentsOf(earlier),
    },
  );
  await outboxQueue().publish(told);
  return { run: id, plan };
}
const eventsOf = async () => (await outbox().all(tenant)).map(({ event }) => Event.parse(event));

describe('a rollback that somebody asks for', () => {
  it('takes policy and flags back together, measures the time, and tells oversight', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const mails = world.aws.mails.length;
    const answer = await ask();
    expect(answer.status).toBe(200);
    const rollback = Rollback.parse(answer.json);
    expect(rollback).toMatchObject({
      state: 'done',
      policy: { outcome: 'restored' },
      flags: { outcome: 'as-baseline' },
      plan: { restored: false },
      by: 'rita',
    });
    expect(rollback.seconds).toBeGreaterThanOrEqual(0);
    expect(await policyNow()).toBe('stable');
    const letter = JSON.stringify(world.aws.mails.slice(mails));
    expect(letter).toContain('olga@example.com');
    expect(letter).toContain(`/v1/rollbacks/${rollback.id}`);
    expect(letter).not.toContain('it went wrong');
  });

  it('leaves a trace that verifies, an incident packet, and a page', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const { json } = await ask();
    const { rollback, trace } = (
      await call(readRollbacks, 'GET /v1/rollbacks/{id}', { as: { tenant }, path: { id: json.id } })
    ).json;
    expect(trace.map((entry: { step: string }) => entry.step)).toEqual(['rollback/asked', 'rollback/done']);
    expect(verifyChain(trace, rollback.traceHead)).toMatchObject({ ok: true });
    expect(JSON.stringify(trace)).not.toMatch(/rita|it went wrong/);
    const incident = await evidence.get(tenant, 'incident/1', rollback.incident, Incident);
    expect(incident).toMatchObject({ outcome: 'rolled-back', rolledBack: { seconds: rollback.seconds } });
    const headers = { accept: 'text/html,application/xhtml+xml' };
    const page = await call(readRollbacks, 'GET /v1/rollbacks/{id}', {
      as: { tenant },
      path: { id: json.id },
      headers,
    });
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('For a person to decide');
    expect(page.text).toMatch(/<h1>Back to baseline \d+<\/h1>/);
    expect(page.text).toContain('Asked by <bdi>rita</bdi>. <bdi>The reason given: it went wrong</bdi>');
    expect(page.text).toContain('No plan was taken back, and no plan is published.');
    expect(JSON.stringify(incident)).not.toMatch(/rita|it went wrong/);
    const list = await call(readRollbacks, 'GET /v1/rollbacks', { as: { tenant } });
    expect(list.json.rollbacks.map(({ id }: { id: string }) => id)).toEqual([json.id]);
    const foreign = { as: { tenant: 'rival' }, path: { id: json.id } };
    expect((await call(readRollbacks, 'GET /v1/rollbacks/{id}', foreign)).status).toBe(404);
  });

  it('undoes the plan made under what it takes back, and corrects calendars and CRM', async () => {
    const first = await published(null);
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const second = await published(first.plan);
    const { json } = await ask();
    expect(json).toMatchObject({ run: second.run, plan: { restored: true, version: 3 } });
    expect((await heads.plan(tenant))?.current?.run).toBe(first.run);
    const events = await eventsOf();
    expect(events.filter(({ type }) => type === 'plan.rolled-back')).toMatchObject([
      { run: second.run, plan: first.plan },
    ]);
    expect(events.some(({ type }) => type.startsWith('engagement.'))).toBe(true);
    expect((await heads.feeds(tenant)).every(({ version }) => version === 3)).toBe(true);
    expect(await runs.get(tenant, second.run)).toMatchObject({ status: 'rolled-back', incidentDigest: json.incident });
    const followUps = await call(readRuns, 'GET /v1/runs/{id}/follow-ups', {
      as: { tenant },
      path: { id: second.run },
    });
    expect(followUps.json.map(({ kind }: { kind: string }) => kind)).toContain('incident');
    const accept = { accept: 'text/html' };
    const page = { as: { tenant }, path: { id: second.run }, headers: accept };
    expect((await call(readRuns, 'GET /v1/runs/{id}/incident', page)).text).toContain('What was rolled back');
  });

  it('says how many meetings of the plan that stays in force stand, where some were called off after an objection', async () => {
    const { run } = await published(null);
    const proposed = proposedBy(fixture.portfolio, fixture.plan, changesOf(fixture.plan, [], fixture.portfolio.asOf));
    await runs.patch(tenant, run, { proposed });
    const [meeting] = fixture.plan.assignments;
    if (meeting === undefined) throw new Error('a meeting is needed');
    const off = {
      contract: 'event/1',
      tenant,
      run,
      correlation: 'c',
      type: 'engagement.cancelled',
      version: 2,
    } as const;
    await outbox().putOnce({ ...off, id: `${run}.objected.${meeting.engagement}`, engagement: meeting.engagement });
    const { json } = await ask();
    const { asked } = await evidence.get(tenant, 'incident/1', json.incident, Incident);
    expect(asked?.inForce).toEqual({ meetings: proposed.meetings, calledOff: 1 });
  });

  it('leaves a plan made under the baseline in force, unless its run is named', async () => {
    const first = await published(null);
    expect((await ask()).json).toMatchObject({ run: null, plan: { restored: false } });
    expect((await heads.plan(tenant))?.current?.run).toBe(first.run);
    expect(JSON.stringify(world.aws.mails.at(-1))).toContain('the published plan stays in force');
    const named = await ask({ reason: 'this plan is wrong', run: first.run });
    expect(named.json).toMatchObject({ run: first.run, plan: { restored: true } });
    expect((await heads.plan(tenant))?.current).toBeNull();
  });

  it('twice under one key is one; twice under two keys goes back once', async () => {
    const first = await published(null);
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    await published(first.plan);
    const answers = [await ask(undefined, 'k-1'), await ask(undefined, 'k-1')];
    expect(answers[1]?.json).toEqual(answers[0]?.json);
    const other = await ask(undefined, 'k-2');
    expect(other.json).toMatchObject({ run: null, policy: { outcome: 'as-baseline' }, plan: { restored: false } });
    expect((await heads.plan(tenant))?.current?.run).toBe(first.run);
  });

  it('many at once end at the same place, with one event each and no deployment more than needed', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const only = await published(null);
    const before = appConfig.deployments().length;
    const answers = await Promise.all([
      ask(undefined, 'a'),
      ask(undefined, 'b'),
      ask(undefined, 'a'),
      ask(undefined, 'c'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await policyNow()).toBe('stable');
    expect((await heads.plan(tenant))?.current).toBeNull();
    expect((await eventsOf()).filter(({ type }) => type === 'plan.rolled-back')).toMatchObject([{ run: only.run }]);
    expect(appConfig.deployments().length - before).toBeLessThanOrEqual(4);
  });

  it('during a deployment stops that first', async () => {
    const { number } = await appConfig.deploy('policy', policies('candidate'), 'slow');
    const { json } = await ask();
    expect(json).toMatchObject({ state: 'done', stopped: [number] });
    expect(appConfig.deployments().find((one) => one.number === number)?.state).toBe('ROLLED_BACK');
    for (let look = 0; look < 5; look += 1) expect(await policyNow()).toBe('stable');
  });

  it('never lifts a stop nor lets flags do more: the stricter ones stay, and it says so', async () => {
    await appConfig.deploy('flags', shadow, 'at-once');
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    expect((await ask()).json).toMatchObject({ flags: { outcome: 'stricter-kept' }, policy: { outcome: 'restored' } });
    expect(await modeNow()).toBe('shadow');
    await appConfig.deploy('flags', flags(true), 'at-once');
    expect((await ask()).json).toMatchObject({ flags: { outcome: 'stricter-kept' } });
    expect((await config.flags()).value.stop.enabled).toBe(true);
  });

  it('takes flags back that allow more than those of the baseline', async () => {
    await appConfig.deploy('flags', shadow, 'at-once');
    const seen = (await heads.baseline())?.version ?? 0;
    await markStable({ heads, control }, seen, null);
    await appConfig.deploy('flags', stable, 'at-once');
    expect((await ask()).json).toMatchObject({ flags: { outcome: 'restored' } });
    expect(await modeNow()).toBe('shadow');
  });

  it('does not disturb a stop on its way: it waits, says so, and the monitor finishes', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const { number } = await appConfig.deploy('flags', flags(true), 'slow');
    const answer = await ask(undefined, 'waiting');
    expect(answer).toMatchObject({
      status: 202,
      json: { state: 'under-way', policy: { outcome: 'waiting' }, stopped: [] },
    });
    expect(appConfig.deployments().find((one) => one.number === number)?.state).toBe('DEPLOYING');
    // As if the deployment had run to its end.
    await control.stop(number);
    await appConfig.deploy('flags', flags(true), 'at-once');
    await resume();
    expect(await rollbacks.get(tenant, answer.json.id)).toMatchObject({
      state: 'done',
      flags: { outcome: 'stricter-kept' },
      policy: { outcome: 'restored' },
      incident: expect.any(String),
    });
    expect(await rollbacks.open()).toEqual([]);
  }, 60_000);

  it('killed after any of its writes is finished by the monitor, as if nothing had happened', async () => {
    const undisturbed = await prepared();
    world.tables.countWrites();
    expect((await ask(undefined, 'kill')).status).toBe(200);
    const writes = world.tables.countWrites();
    const expected = await outcomeOf(undisturbed.first.run);
    expect(expected).toMatchObject({ policy: 'stable', current: 'first', told: 1 });
    expect(writes).toBeGreaterThan(8);
    // Every write near the beginning and the end, where the record is made and finished, and every sixth in between.
    const kills = Array.from({ length: writes }, (_, n) => n + 1).filter(
      (n) => n <= 3 || n > writes - 4 || n % 6 === 0,
    );
    for (const kill of kills) {
      tenants += 1;
      tenant = TenantId.parse(`tenant-${tenants}`);
      const { first } = await prepared();
      world.tables.killAfterWrite(kill);
      const lost = await ask(undefined, 'kill');
      expect([kill, lost.status]).toEqual([kill, 503]);
      world.tables.heal();
      await resume();
      // Killed at telling it: gone on with when whoever was at it cannot be any more.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      await resume();
      vi.useRealTimers();
      // Killed before its record was made, it was never begun: whoever asked was told so, and asks again.
      if (await neverBegun()) await ask(undefined, 'kill');
      expect([kill, await outcomeOf(first.run)]).toEqual([kill, expected]);
    }
  }, 120_000);

  async function prepared() {
    await appConfig.deploy('policy', policies('stable'), 'at-once');
    const first = await published(null);
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    return { first, second: await published(first.plan) };
  }
  const neverBegun = async () => (await rollbacks.list(tenant)).length === 0;
  async function outcomeOf(first: RunId) {
    const [rollback] = await rollbacks.list(tenant);
    const chain = rollback === undefined ? [] : (await traces.read(tenant, rollback.id)).map(({ entry }) => entry);
    return {
      state: rollback?.state,
      incident: rollback?.incident !== null,
      chain: chain.map(({ step, decision }) => [step, decision]),
      ok: verifyChain(chain, rollback?.traceHead ?? undefined).ok,
      policy: await policyNow(),
      current: (await heads.plan(tenant))?.current?.run === first ? 'first' : 'other',
      told: (await eventsOf()).filter(({ type }) => type === 'plan.rolled-back').length,
    };
  }

  it('needs the scope, a reason, and a run of the tenant where one is named', async () => {
    const as = { tenant, subject: 'rita', scope: 'runs:read runs:write runs:stop' };
    expect((await call(rollBack, 'POST /v1/rollbacks', { as, body: { reason: 'x' } })).status).toBe(403);
    expect((await ask({ reason: ' ' })).status).toBe(422);
    expect((await ask({ reason: 'x', run: `run-${'f'.repeat(32)}` })).status).toBe(404);
  });
});

const Packet = z.object({ incident: Digest });

describe('the rollback of a mission', () => {
  const state = { error: { Error: 'SomethingBad', Cause: 'it broke' } };
  const event = (run: RunId) => ({ tenant, run, correlation: 'c', attempt: 0, state });

  it('shares the core: its plan goes, the configuration goes, and the packet says what and how long', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const { run } = await published(null);
    await runs.patch(tenant, run, { status: 'done' });
    const answer = await mission(event(run), lambdaContext);
    expect(answer).toMatchObject({
      restored: true,
      complete: true,
      configuration: expect.stringContaining('back from'),
    });
    expect(await policyNow()).toBe('stable');
    expect(await mission(event(run), lambdaContext)).toEqual(answer);
    const after = { ...event(run), outcome: 'rolled-back', state: { ...state, rollback: { value: answer } } };
    const { incident } = Packet.parse(await escalate(after, lambdaContext));
    const packet = await evidence.get(tenant, 'incident/1', incident, Incident);
    expect(packet).toMatchObject({
      cause: { name: 'SomethingBad' },
      rolledBack: { restored: true, seconds: expect.any(Number), configuration: expect.any(String) },
    });
    expect((await rollbacks.list(tenant))[0]).toMatchObject({
      trigger: 'mission',
      cause: 'SomethingBad',
      state: 'done',
    });
    expect((await runs.get(tenant, run))?.followUpsDigest).toBeDefined();
  });

  it('of a run that changed nothing, under the baseline, says that there is nothing to roll back', async () => {
    const { run } = await published(null);
    const idle = RunId.parse(`run-${'d'.repeat(28)}${String(counter).padStart(4, '0')}`);
    const record = await runs.get(tenant, run);
    if (record === undefined) throw new Error('no record');
    await runs.create({ ...record, id: idle, status: 'running' });
    expect(await mission(event(idle), lambdaContext)).toMatchObject({ restored: false, complete: true });
    expect((await traces.read(tenant, idle)).at(-1)?.entry.decision).toBe('nothing-to-roll-back');
    expect((await heads.plan(tenant))?.current?.run).toBe(run);
  });
});

describe('a mission that ended and left its plan in force', () => {
  const over = (run: RunId) => {
    const detail = { status: 'SUCCEEDED', input: JSON.stringify({ tenant, run, correlation: 'c' }) };
    return startQueued({ Records: [{ body: JSON.stringify({ detail }) }] });
  };

  it.each(['rolled-back', 'stopped', 'failed'] as const)('as %s is rolled back for it, and told', async (status) => {
    const first = await published(null);
    const second = await published(first.plan, { status });
    await over(second.run);
    await over(second.run);
    await resume();
    expect((await heads.plan(tenant))?.current?.run).toBe(first.run);
    const all = await rollbacks.list(tenant);
    expect(all).toMatchObject([
      { trigger: 'mission', cause: 'plan-left-in-force', run: second.run, state: 'done', plan: { restored: true } },
    ]);
    expect(all[0]?.incident).not.toBeNull();
    expect((await eventsOf()).filter(({ type }) => type === 'plan.rolled-back')).toHaveLength(1);
    expect((await runs.get(tenant, second.run))?.status).toBe(status);
  });

  it('as done leaves it there', async () => {
    const { run } = await published(null);
    await over(run);
    await resume();
    expect((await heads.plan(tenant))?.current?.run).toBe(run);
    expect(await rollbacks.list(tenant)).toEqual([]);
  });
});

describe('the telling of a rollback', () => {
  const mailsOf = () => world.aws.mails.filter((mail) => JSON.stringify(mail).includes('Incident: ')).length;
  const finished = async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    const mails = mailsOf();
    world.aws.away.add('ses');
    expect((await ask(undefined, 'told-later')).status).toBe(503);
    world.aws.away.delete('ses');
    const [rollback] = await rollbacks.list(tenant);
    if (rollback === undefined) throw new Error('no rollback');
    return { rollback, mails };
  };

  it('that failed is gone on with a minute later, by the monitor', async () => {
    const { rollback, mails } = await finished();
    expect(rollback).toMatchObject({ state: 'done', incident: null });
    await resume();
    expect(await rollbacks.get(tenant, rollback.id)).toMatchObject({ incident: expect.any(String) });
    expect(mailsOf() - mails).toBe(1);
    expect(await rollbacks.open()).toEqual([]);
  });

  it('is left to whoever is at it, and taken over when they cannot be any more', async () => {
    const { rollback, mails } = await finished();
    expect(await rollbacks.claim(rollback, 'somebody', 30)).toBe(true);
    await resume();
    expect((await ask(undefined, 'told-later')).json).toMatchObject({ state: 'done', incident: null });
    expect([mailsOf() - mails, (await rollbacks.open()).length]).toEqual([0, 1]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    await resume();
    vi.useRealTimers();
    expect([mailsOf() - mails, (await rollbacks.open()).length]).toEqual([1, 0]);
  });

  it('is claimed for as long as those who tell may live, and no shorter', () => {
    for (const [name, seconds] of Object.entries(LIVES))
      expect([name, seconds]).toEqual([name, declared(name).seconds]);
  });
});

describe('without a baseline', () => {
  it('there is nothing to go back to, and the answer says so', async () => {
    const empty = await openWorldWithoutBaseline();
    expect(empty).toMatchObject({ state: 'done', baseline: null, flags: null, policy: null });
  });

  /** The baseline is taken away for a moment, as before the first run of all. */
  async function openWorldWithoutBaseline() {
    const { table } = await import('../../functions/shared/tables.ts');
    const { Baseline } = await import('../../functions/shared/baseline-pointer.ts');
    await table('heads', Baseline).remove({ pk: '_configuration#head', sk: 'baseline' });
    return (await ask()).json;
  }
});
