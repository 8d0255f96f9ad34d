import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { TenantId } from '../../core/model/ids.ts';
import { Learned } from '../../core/model/learned.ts';
import { Candidate, LearningReport } from '../../core/model/learning.ts';
import { Rollback } from '../../core/model/rollback.ts';
import { WatchReport } from '../../core/model/watch.ts';
import { candidateParts } from '../../core/policy/candidate-parts.ts';
import { digest } from '../../core/trace/digest.ts';
import { learningWorld } from '../risk/learning-world.ts';
import { call } from '../support/api-call.ts';
import { flags, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: refine } = await import('../../functions/refine/index.ts');
const { handler: monitor } = await import('../../functions/monitor/index.ts');
const { handler: read } = await import('../../functions/read-learning/index.ts');
const { markStable } = await import('../../functions/shared/baseline.ts');
const { configuration } = await import('../../functions/shared/configuration.ts');
const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { ObjectionDigest, outcomeStore } = await import('../../functions/shared/outcome-store.ts');
const { promotionStore } = await import('../../functions/shared/promotion-store.ts');
const { rollbackStore } = await import('../../functions/shared/rollback-store.ts');
const evidence = evidenceStore();
const outcomes = outcomeStore();
const heads = headStore();
const control = configurationControl();
const promotions = promotionStore();
const config = configuration();
const { appConfig } = world.aws;
afterAll(() => world.close());

let tenants = 0;
let tenant: TenantId;
const policies = (name: string) => ({
  contract: 'policy-set/1',
  default: { contract: 'policy/1' },
  tenants: {
    [tenant]: {
      ...{ contract: 'policy/1', name, learning: { minimumOutcomes: 40 } },
      oversight: [{ id: 'olga', email: 'olga@example.com' }],
    },
  },
});
beforeEach(async () => {
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
  await appConfig.deploy('flags', flags(), 'at-once');
  await appConfig.deploy('policy', policies('stable'), 'at-once');
  await markStable({ heads, control }, (await heads.baseline())?.version ?? 0, null);
});
const get = (what: 'learning' | 'candidates' | 'watch') => call(read, `GET /v1/${what}`, { as: { tenant } });
const nameNow = async () => (await config.policyOf(tenant)).value.name;

/** Plans published and outcomes told in a world where half of those who were expected come. */
async function lived(accounts = 500) {
  const { plans, told } = learningWorld(5, { accounts, truth: { show: 0.45, effect: 1, minutes: 1 } });
  const learned = digest('learned/1', Learned.parse({}));
  for (const plan of plans) {
    const stored = await evidence.put(tenant, 'forecasts/1', { ...plan, learned });
    await outcomes.indexForecasts(tenant, { run: plan.run, digest: stored, asOf: plan.asOf, accounts: accounts });
  }
  for (let from = 0; from < told.length; from += 24) {
    await Promise.all(told.slice(from, from + 24).map(({ outcome }) => outcomes.tell(tenant, outcome)));
  }
}

async function optOut(count: number) {
  const at = new Date().toISOString();
  for (let i = 0; i < count; i++) {
    await outcomes.keepObjection(tenant, {
      who: ObjectionDigest.parse(`${i}`.padStart(64, '0')),
      at,
      source: 'outcome',
    });
  }
}

describe('the daily refinement', () => {
  it('keeps what outcomes say, and lists a candidate with its evidence, once', async () => {
    await lived();
    expect(await refine()).toEqual({ done: 1 });
    await refine();
    const report = LearningReport.parse((await get('learning')).json);
    expect(report.forecasts.resolved).toBe(500);
    expect(report.calibration?.observations).toBe(500);
    const { candidates } = (await get('candidates')).json;
    expect(candidates).toHaveLength(1);
    const candidate = Candidate.parse(candidates[0].candidate);
    expect(candidate.basedOn).toBe((await config.policyOf(tenant)).digest);
    expect(candidate.learned.kinds['demo']?.show).toBeLessThan(0.75);
    expect(await evidence.get(tenant, 'learning/1', candidate.evidence, LearningReport)).toMatchObject({ plans: 2 });
  });

  it('starts the promotion of its candidate, once: the tenant’s own policy with these corrections and nothing else', async () => {
    await lived();
    await refine();
    await refine();
    const [promotion, ...others] = await promotions.list(tenant, 10);
    expect(others).toEqual([]);
    expect(promotion).toMatchObject({ author: 'refinement', kind: 'policy', status: 'submitted' });
    expect(world.aws.executions.get(promotion?.id ?? '')).toContain(tenant);
    const inForce = await control.policies((await control.look()).policy?.version ?? '');
    const candidate = await control.policies(promotion?.submitted ?? '');
    const { changes } = candidateParts(inForce, candidate)[0] ?? { changes: [] };
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.filter(({ path }) => !path.startsWith('/learning/learned/'))).toEqual([]);
    expect(await nameNow()).toBe('stable');
  });

  it('proposes nothing without a published plan, and nothing is not an error', async () => {
    expect(await refine()).toEqual({ done: 1 });
    expect((await get('candidates')).json).toEqual({ candidates: [] });
    expect((await get('learning')).status).toBe(404);
  });
});

describe('the hourly monitor', () => {
  it('takes missing data neither for an alarm nor for a pass, and rolls nothing back', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    expect(await monitor()).toEqual({ done: 1 });
    expect(WatchReport.parse((await get('watch')).json)).toMatchObject({ verdict: 'unknown', rollback: null });
    expect(await nameNow()).toBe('candidate');
  });

  it('goes back to the baseline on a breach, once, measures the time and tells oversight', async () => {
    await appConfig.deploy('policy', policies('candidate'), 'at-once');
    await lived(250);
    await optOut(12);
    const mails = world.aws.mails.length;
    await monitor();
    const seen = WatchReport.parse((await get('watch')).json);
    const breached = seen.measures.filter(({ verdict }) => verdict === 'breached').map(({ measure }) => measure);
    expect(breached).toEqual(expect.arrayContaining(['opt-out-share', 'no-show-drift']));
    expect(await nameNow()).toBe('stable');
    if (seen.rollback === null) throw new Error('a rollback was expected');
    const rollback = Rollback.parse(await rollbackStore().get(tenant, seen.rollback));
    expect(rollback).toMatchObject({ state: 'done', trigger: 'monitor', by: null, policy: { outcome: 'restored' } });
    expect(rollback.seconds).toBeGreaterThanOrEqual(0);
    await monitor();
    expect(await rollbackStore().list(tenant)).toHaveLength(1);
    expect(world.aws.mails.slice(mails)).toHaveLength(1);
  });

  it('tells oversight of a breach under the baseline itself, once, and demotes nothing: people decide what comes next', async () => {
    await monitor();
    const baseline = await heads.baseline();
    const deployments = appConfig.deployments().length;
    await lived(250);
    await optOut(12);
    const mails = world.aws.mails.length;
    await monitor();
    const seen = WatchReport.parse((await get('watch')).json);
    expect(seen.verdict).toBe('breached');
    const [rollback, ...others] = await rollbackStore().list(tenant);
    expect(rollback).toMatchObject({
      ...{ id: seen.rollback, state: 'done', trigger: 'monitor', baseline: baseline?.version },
      ...{ flags: { outcome: 'as-baseline' }, policy: { outcome: 'as-baseline' } },
    });
    expect(rollback?.cause).toContain('opt-out-share');
    await monitor();
    expect(others).toEqual([]);
    expect(await rollbackStore().list(tenant)).toHaveLength(1);
    const told = world.aws.mails.slice(mails).map((mail) => JSON.stringify(mail));
    expect(told).toEqual([expect.stringContaining('olga@example.com')]);
    expect(told[0]).toContain('what is in force is the last stable baseline already');
    expect(await heads.baseline()).toEqual(baseline);
    expect(appConfig.deployments()).toHaveLength(deployments);
    expect(await nameNow()).toBe('stable');
  });

  it('does not hold against a new configuration what came before it', async () => {
    await lived(250);
    await monitor();
    expect((await get('watch')).json).toMatchObject({ since: null });
    await appConfig.deploy('policy', policies('next'), 'at-once');
    await monitor();
    const after = WatchReport.parse((await get('watch')).json);
    expect(after.since).not.toBeNull();
    expect(after.measures.find(({ measure }) => measure === 'no-show-drift')).toMatchObject({ verdict: 'unknown' });
    expect(await nameNow()).toBe('next');
  });
});
