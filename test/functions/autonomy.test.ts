import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Run } from '../../core/model/run.ts';
import { Scorecard } from '../../core/model/scorecard.ts';
import { estimateRun } from '../../core/policy/run-estimate.ts';
import { digest } from '../../core/trace/digest.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { call } from '../support/api-call.ts';
import { runMission } from '../support/mission.ts';
import { flags, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: put } = await import('../../functions/put-portfolio/index.ts');
const { handler: start } = await import('../../functions/start-run/index.ts');
const { handler: decide } = await import('../../functions/decide/index.ts');
const { gateStore } = await import('../../functions/shared/gate-store.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { learningStore } = await import('../../functions/shared/learning-store.ts');
const { rollbackStore } = await import('../../functions/shared/rollback-store.ts');
const { runBudget } = await import('../../functions/shared/run-budget.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const evidence = evidenceStore();
const heads = headStore();
const runs = runStore();
const gates = gateStore();
const traces = traceStore();
afterAll(() => world.close());

/** Everything goes by itself unless something holds it back. */
const FREE = {
  contract: 'policy/1',
  approvers: [{ id: 'dana', email: 'dana@people.example' }],
  oversight: [{ id: 'olga', email: 'olga@people.example' }],
  dataQuality: { maxAgeHours: 1_000_000 },
  risk: { rounds: 1 },
  search: { dualIterations: 40, sweeps: 4 },
  routing: [{ autonomy: 'autonomous' }],
};
/** Three touches leave much undone; here only their number is to count. */
const never = { elevated: 2, high: 2, critical: 2 };
const CALM = { mandatoryUnplaced: never, parityShortfall: never, tailShare: never, gap: never };
let tenants = 0;
let tenant: TenantId;
const policies = new Map<string, object>();
beforeEach(() => {
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
});
/** Puts the portfolio, asks for a run, and runs the mission to its end; nobody decides at its gate. */
async function mission(policy: object = {}, key = 'key-1', atGate: () => Promise<void> = async () => undefined) {
  const id = await prepared(key, policy);
  await runMission(world, id, atGate);
  const [run, stored] = await Promise.all([runs.get(tenant, id.id), traces.read(tenant, id.id)]);
  const chain = stored.map(({ entry }) => entry);
  return { run, chain, of: (step: string) => chain.find((entry) => entry.step.includes(step)) };
}
/** A run that was asked for under this policy, its mission not begun. */
async function prepared(key: string, policy: object = {}): Promise<Run> {
  policies.set(tenant, { ...FREE, ...policy });
  const set = { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants: Object.fromEntries(policies) };
  if (!world.aws.away.has('appconfig')) world.aws.configuration.set('policy', set);
  return asked(key);
}
async function asked(key: string): Promise<Run> {
  const as = { tenant };
  await call(put, 'PUT /v1/portfolios/{id}', { as, path: { id: 'book' }, body: smallPortfolio() });
  const headers = { 'idempotency-key': key };
  const answer = await call(start, 'POST /v1/runs', { as, headers, body: { portfolio: 'book' } });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  return answer.json;
}
/** Its chain, of a mission from which AppConfig cannot be reached. */
async function runInTheDark(run: Run) {
  world.aws.away.add('appconfig');
  try {
    await runMission(world, run, async () => undefined);
  } finally {
    world.aws.away.delete('appconfig');
  }
  return (await traces.read(tenant, run.id)).map(({ entry }) => entry);
}
/** Runs that failed, this many minutes ago each. */
async function failed(...minutesAgo: number[]) {
  for (const [index, minutes] of minutesAgo.entries()) {
    const id = RunId.parse(`run-${String(index).padStart(16, 'e')}${String(tenants).padStart(16, '0')}`);
    const requestedAt = new Date(Date.now() - minutes * 60_000).toISOString();
    const portfolioDigest = digest('portfolio/1', {});
    const [portfolio, author] = [PortfolioId.parse('book'), PersonId.parse('ana')];
    const correlation = 'c';
    const ended = { status: 'failed' as const, endedAt: requestedAt };
    await runs.create({
      contract: 'run/1',
      id,
      tenant,
      portfolio,
      portfolioDigest,
      author,
      correlation,
      requestedAt,
      ...ended,
    });
  }
}

describe('the first run of all', () => {
  it('finds no baseline and makes what is deployed the first one', async () => {
    expect(await heads.baseline()).toBeUndefined();
    const { run } = await mission();
    expect(run).toMatchObject({ status: 'done', autonomy: 'autonomous' });
    expect(await heads.baseline()).toMatchObject({ version: 1, evidence: null });
  });
});

describe('the breaker', () => {
  it('trips on repeated failures: critical posture, rolled back, oversight told, and not counted as another failure', async () => {
    await failed(30, 20, 10);
    const mails = world.aws.mails.length;
    const { run, of } = await mission();
    expect(run).toMatchObject({ status: 'rolled-back', posture: 'critical', breaker: 'tripped' });
    expect(of('assess-posture')?.reasons).toEqual(
      expect.arrayContaining([
        'posture steady → critical',
        'failures 3 reaches 3: critical',
        'breaker tripped: 3 failures',
      ]),
    );
    expect(of('plan')).toBeUndefined();
    expect(JSON.stringify(world.aws.mails.slice(mails))).toContain('breaker-tripped');
    expect((await mission({}, 'key-2')).of('assess-posture')?.reasons).toContain('breaker tripped: 3 failures');
  });

  it('half open lets one run through, which a person must decide; once it worked, the next goes by itself again', async () => {
    await failed(90, 80, 70);
    const trial = await mission();
    expect(trial.run).toMatchObject({ posture: 'high', autonomy: 'one-approver', breaker: 'trial' });
    expect(trial.of('route')?.reasons[0]).toBe('on trial after repeated failures: a person decides');
    // Nobody decided: it expired, which neither works nor fails, and the breaker stays half open.
    expect(trial.run?.status).toBe('expired');
    expect((await mission({}, 'key-2')).run?.breaker).toBe('trial');
    expect((await mission({}, 'key-3', approve)).run).toMatchObject({ status: 'done', breaker: 'trial' });
    const after = await mission({ posture: { margin: 0 } }, 'key-4');
    expect(after.run).toMatchObject({ status: 'done', autonomy: 'autonomous' });
    expect(after.run?.breaker).toBeUndefined();
  });
});

describe('outcomes that left their forecasts', () => {
  it('make the posture of the next run high, with the drift named as its cause', async () => {
    const [configuration, at] = [digest('policy-set/1', {}), new Date().toISOString()];
    const seen = { contract: 'watch/1' as const, tenant, at, configuration, since: null, measures: [], rollback: null };
    await learningStore().setWatch(tenant, { ...seen, verdict: 'kept' });
    expect((await mission({ posture: CALM })).run?.posture).toBe('steady');
    await learningStore().setWatch(tenant, { ...seen, verdict: 'breached' });
    const { run, of } = await mission({ posture: CALM }, 'key-2');
    expect(of('assess-posture')).toMatchObject({
      posture: 'high',
      reasons: ['posture steady → high', 'drift 0.1 reaches 0.1: high'],
    });
    expect(run?.posture).toBe('high');
  });
});

describe('configuration that cannot be reached', () => {
  it('lets a run go on with the last known good, and with a person where the last one went by itself', async () => {
    expect((await mission({}, 'key-1')).run?.autonomy).toBe('autonomous');
    const next = await asked('key-2');
    const chain = await runInTheDark(next);
    const reason = 'configuration cannot be reached: at most one-approver, as the last run';
    expect(chain.find(({ step }) => step.includes('assess-posture'))?.reasons).toContain(reason);
    expect(chain.find(({ step }) => step.includes('route'))).toMatchObject({ decision: 'one-approver' });
    expect((await heads.plan(tenant))?.current?.run).not.toBe(next.id);
  });

  it('never gives more than the last run had, though the last known good policy would', async () => {
    const approvers = ['dana', 'eli'].map((id) => ({ id, email: `${id}@people.example` }));
    const strict = await mission({ approvers, routing: [{ autonomy: 'two-approvers' }] });
    expect(strict.run).toMatchObject({ status: 'expired', autonomy: 'two-approvers' });
    // A looser policy is deployed and was read by somebody, then nothing can be read any more.
    const [ours, next] = [tenant, await prepared('key-2', { approvers })];
    tenant = TenantId.parse(`reader-${tenants}`);
    await mission();
    tenant = ours;
    const chain = await runInTheDark(next);
    expect(chain.find(({ step }) => step.includes('route'))).toMatchObject({
      decision: 'two-approvers',
      reasons: ['configuration cannot be reached: at most two-approvers, as the last run'],
    });
    expect(await heads.plan(tenant)).toBeUndefined();
  });
});

describe('the budget guard', () => {
  it('degrades over a soft cap: elevated at least, with what was given up in the trace', async () => {
    const { of, run } = await mission({ budget: { work: { soft: 0.001, hard: 1_000 } } });
    expect(of('guard-budget')).toMatchObject({ decision: 'degraded', posture: 'elevated' });
    expect(of('guard-budget')?.reasons).toEqual(expect.arrayContaining(['less-search', 'posture steady → elevated']));
    expect(run).toMatchObject({ status: 'done' });
  });

  it('estimates no fewer writes than a published run makes, and its meter counts every write of its steps', async () => {
    const portfolio = parsePortfolio(smallPortfolio());
    if (!portfolio.ok) throw new Error('the example breaks its contract');
    const id = await prepared('key-1');
    world.tables.countWrites();
    await runMission(world, id, async () => undefined);
    const made = world.tables.countWrites();
    const run = await runs.get(tenant, id.id);
    expect(run).toMatchObject({ status: 'done' });

    expect(made).toBeGreaterThan(100);
    // A record of more than 1 KiB is one write and several units; the tenant's place is given back after the last charge.
    expect(run?.used?.writes).toBeGreaterThanOrEqual(made - 2);
    expect(estimateRun(portfolio.value, Policy.parse(FREE)).writes).toBeGreaterThanOrEqual(run?.used?.writes ?? 0);
  });

  it('refuses over a hard cap before anything is planned, with the cap named', async () => {
    const { of, run } = await mission({ budget: { writes: { soft: 1, hard: 1 } } });
    expect(run).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/resource-pressure-cap: writes: .* hard cap 1/),
    });
    expect(of('split-blocks')).toBeUndefined();
  });

  it('plans no more touches than the soft cap, raises the posture, and says so', async () => {
    const { of, run } = await mission({ budget: { contacts: { soft: 3, hard: 30 } }, posture: CALM });
    expect(of('guard-budget')?.reasons).toEqual(expect.arrayContaining(['fewer-touches', 'posture steady → elevated']));
    const plan = await evidence.get(tenant, 'plan/1', Digest.parse(run?.planDigest), Plan);
    expect(plan.assignments.filter(({ pinned }) => !pinned)).toHaveLength(3);
    expect(run?.posture).toBe('elevated');
  });

  it('meters a run that is planned again, and stops it at the hard cap with nothing published', async () => {
    const once = await mission();
    const made = await evidence.get(tenant, 'plan/1', Digest.parse(once.run?.planDigest), Plan);
    tenants += 1;
    tenant = TenantId.parse(`tenant-${tenants}`);
    const plan = await evidence.put(tenant, 'plan/1', made);
    const hard = (once.run?.used?.work ?? 0) * 1.5;
    // While a person thinks, another plan is published, so the run is planned again.
    const { chain, run } = await mission(
      { routing: [{ autonomy: 'one-approver' }], budget: { work: { soft: hard, hard } } },
      'key-1',
      async () => {
        await heads.commit(tenant, null, { plan, portfolio: plan, policy: plan, run: OTHER });
        await approve();
      },
    );
    const reason = expect.stringMatching(/^budget-guard:resource-pressure-cap: work: used [\d.]+, hard cap/);
    expect(run).toMatchObject({ status: 'refused', reason });
    expect(run?.used?.work).toBeGreaterThan(hard);
    expect(chain.map(({ step }) => step)).toContain('0/commit');
    expect(chain.at(-1)).toMatchObject({ step: '1/handoff/refused', decision: 'refused', reasons: [reason] });
    expect((await heads.plan(tenant))?.current?.run).toBe(OTHER);
  });

  it('counts writes of repeated steps, and stops the run before its next step where they pass the hard cap', async () => {
    const id = await prepared('key-1', { budget: { writes: { soft: 5_000, hard: 5_000 } } });
    const repeated = runBudget({ runs, evidence });
    for (let again = 0; again < 3; again += 1)
      await repeated.charge(tenant, id.id, '0/preflight', { work: 0, writes: 2_000 });
    await runMission(world, id, async () => undefined);
    const reason = expect.stringMatching(/^budget-guard:resource-pressure-cap: writes: used 60\d\d, hard cap 5000$/);
    expect(await runs.get(tenant, id.id)).toMatchObject({ status: 'refused', reason });
    const chain = (await traces.read(tenant, id.id)).map(({ entry }) => entry);
    expect(chain.map(({ step }) => step)).toEqual(['0/preflight', '0/handoff/refused']);
    expect(await heads.plan(tenant)).toBeUndefined();
  });
});

const OTHER = RunId.parse(`run-${'9'.repeat(32)}`);
/** Approves by the link of the last mail. */
async function approve() {
  const reference = /\/v1\/decisions\/([\w.-]+)/.exec(JSON.stringify(world.aws.mails.at(-1)))?.[1] ?? '';
  const open = (await gates.openGates()).filter((one) => one.tenant === tenant).at(-1);
  const gate = open === undefined ? undefined : await gates.get(tenant, open.run, open.attempt);
  const body = { verdict: 'approve', plan: gate?.plan, confirmed: true };
  const answer = await call(decide, 'POST /v1/decisions/{reference}', { path: { reference }, body });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
}

describe('a stop while shards are planned', () => {
  it('ends the run as stopped when they are merged, not as one that failed', async () => {
    const run = await prepared('key-1');
    await runMission(
      world,
      run,
      async () => undefined,
      (state) => {
        if (state === 'Plan') world.aws.configuration.set('flags', flags(true));
      },
    );
    world.aws.configuration.set('flags', flags());
    const reason = 'the stop flag is set for every run';
    expect(await runs.get(tenant, run.id)).toMatchObject({ status: 'stopped', reason });
    const chain = (await traces.read(tenant, run.id)).map(({ entry }) => entry.step);
    expect(chain.slice(-2)).toEqual(['0/split-blocks', '0/handoff/stopped']);
  });
});

describe('the scorecard of a run', () => {
  it('shows how long the last rollback took, once there was one', async () => {
    const measureOf = async (key: string) => {
      const { run } = await mission({}, key);
      if (run?.scorecardDigest === undefined) throw new Error('no scorecard');
      const { measures } = await evidence.get(tenant, 'scorecard/1', run.scorecardDigest, Scorecard);
      return measures.find(({ name }) => name === 'rollback-time');
    };
    expect(await measureOf('key-1')).toMatchObject({ value: null, verdict: 'not-measured' });
    const { handler: rollBack } = await import('../../functions/roll-back/index.ts');
    await call(rollBack, 'POST /v1/rollbacks', { as: { tenant }, body: { reason: 'a drill' } });
    const [drill] = await rollbackStore().list(tenant);
    expect(await measureOf('key-2')).toMatchObject({ value: drill?.seconds, unit: 'seconds', verdict: 'no-target' });
  });
});
