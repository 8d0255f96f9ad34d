import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Digest, PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import { ConfiguredPolicy, PolicySet } from '../../core/model/policy.ts';
import type { Proposal } from '../../core/model/promotion.ts';
import type { TrialRound } from '../../core/model/promotion-round.ts';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { flags, lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: spread } = await import('../../functions/spread-policy/index.ts');
const { handler: watch } = await import('../../functions/watch-stage/index.ts');
const { handler: markStable } = await import('../../functions/mark-stable/index.ts');
const { handler: takeBack } = await import('../../functions/take-back/index.ts');
const { handler: end } = await import('../../functions/end-promotion/index.ts');
const { handler: ended } = await import('../../functions/start-queued/index.ts');
const { markStable: markAsIs } = await import('../../functions/shared/baseline.ts');
const { codeDigest } = await import('../../functions/shared/code.ts');
const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { promotionStore } = await import('../../functions/shared/promotion-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const [evidence, heads, promotions, control] = [evidenceStore(), headStore(), promotionStore(), configurationControl()];
const { appConfig } = world.aws;
const { killAfterWrite, heal } = world.tables;
afterAll(() => world.close());

const Answer = z.object({ verdict: z.string().optional(), measured: Digest.nullish(), version: z.int().optional() });
type Handler = typeof spread;

let count = 0;
let tenant: TenantId;
let run: RunId;
let round: Digest;
let before: number;

/** A candidate that passed its suites and was approved: what is left is to spread it. */
async function approve() {
  count += 1;
  tenant = TenantId.parse(`tenant-${count}`);
  run = RunId.parse(`run-${digest('content/1', { count }).slice(7, 39)}`);
  const stable = PolicySet.parse({ contract: 'policy-set/1', default: { contract: 'policy/1' } });
  const policy = ConfiguredPolicy.parse({ contract: 'policy/1', name: `candidate-${count}` });
  await appConfig.deploy('flags', flags(), 'at-once');
  await appConfig.deploy('policy', stable, 'at-once');
  before = (await markAsIs({ heads, control }, (await heads.baseline())?.version ?? 0, null))?.version ?? 0;
  const terms = PromotionTerms.parse({ minutes: { shadow: 0, canary: 0, all: 0 }, requires: [] });
  const parts = await Promise.all([stable.default, policy].map((each) => evidence.put(tenant, 'policy/1', each)));
  const [was, candidate] = [Digest.parse(parts[0]), Digest.parse(parts[1])];
  const proposal: Proposal = {
    ...{ contract: 'proposal/1', tenant, promotion: run, kind: 'policy', baseline: before },
    ...{
      parts: [{ part: tenant, stable: was, candidate, changes: [] }],
      beside: [],
      suites: [],
      terms,
      code: codeDigest,
    },
  };
  const tried: TrialRound = { number: 0, baseline: before, terms, parts: [], beside: [], shards: [], tried: [] };
  round = await evidence.put(tenant, 'content/1', tried);
  await promotions.create({
    ...{ contract: 'promotion/1', id: run, tenant, author: PersonId.parse('author'), kind: 'policy', suites: [] },
    submitted: await control.storePolicies({ ...stable, tenants: { [tenant]: policy } }, 'Candidate'),
    ...{ correlation: 'test', status: 'waiting-for-decision', baseline: before, stages: [] },
    proposal: await evidence.put(tenant, 'proposal/1', proposal),
    requestedAt: new Date().toISOString(),
  });
}

/** As the spread leaves it in its last stage, without waiting for it again. */
async function deployedToAll() {
  await approve();
  const { submitted = '' } = (await promotions.get(tenant, run)) ?? {};
  const [allowed, set] = [
    await appConfig.deploy('flags', flags(), 'at-once'),
    await appConfig.deploy('policy', await control.policies(submitted), 'at-once'),
  ];
  await promotions.patch(tenant, run, { status: 'all', deployed: { flags: allowed.version, policy: set.version } });
}

const invoke = async (handler: Handler, more: object) =>
  Answer.parse(await handler({ tenant, run, correlation: 'test', attempt: 0, ...more }, lambdaContext));

/** Killed after its first write, entered again and killed after its second, and so on, until nothing is left to kill it at. */
async function killedEverywhere(handler: Handler, more: object) {
  for (let write = 1; ; write += 1) {
    killAfterWrite(write);
    const answer = await invoke(handler, more).catch(() => undefined);
    heal();
    if (answer !== undefined) return { answer, kills: write - 1 };
  }
}

/** A stage as the machine brings a candidate through it: looked at, and tried, again while it is on its way. */
async function stage(name: string, enter: (handler: Handler, more: object) => Promise<z.infer<typeof Answer>>) {
  for (let tick = 0; (await enter(spread, { stage: name, tick })).verdict === 'busy'; tick += 1);
  for (let tick = 0; ; tick += 1) {
    const { verdict, measured = null } = await enter(watch, { stage: name, tick });
    if (verdict !== 'wait') return { verdict, measured };
  }
}

/** What a promotion leaves behind that went through once. */
async function expectStableOnce() {
  const promotion = await promotions.get(tenant, run);
  expect(promotion).toMatchObject({ status: 'stable', stable: before + 1 });
  const baselines = await heads.baselines();
  expect(baselines.map(({ version }) => version)).toEqual(Array.from({ length: before + 1 }, (_, n) => before + 1 - n));
  expect(baselines[0]?.policyVersion).toBe(promotion?.deployed?.policy);
  expect(Object.keys((await control.policies(baselines[0]?.policyVersion ?? '')).tenants)).toEqual([tenant]);
  const chain = await traceStore().read(tenant, run);
  const entries = chain.map(({ entry }) => entry);
  expect(verifyChain(entries, promotion?.traceHead)).toMatchObject({ ok: true });
  expect(new Set(entries.map(({ step }) => step)).size).toBe(entries.length);
  return { promotion, entries };
}

describe('a promotion killed between its canary and the next baseline', { timeout: 60_000 }, () => {
  it('after every write of every step, and entered again, ends once: each stage deployed once, the pointer moved once', async () => {
    await approve();
    expect(await stage('shadow', invoke)).toMatchObject({ verdict: 'passed' });
    const deployed = appConfig.deployments().length;
    let kills = 0;
    const killed = async (handler: Handler, more: object) => {
      const entered = await killedEverywhere(handler, more);
      kills += entered.kills;
      return entered.answer;
    };
    expect(await stage('canary', killed)).toMatchObject({ verdict: 'passed' });
    const { verdict, measured } = await stage('all', killed);
    expect(verdict).toBe('passed');
    expect(await killed(markStable, { measured, round })).toMatchObject({ verdict: 'stable', version: before + 1 });
    await killed(end, { status: 'stable' });
    expect(kills).toBeGreaterThan(20);
    const { promotion } = await expectStableOnce();
    expect(promotion?.stages.map(({ stage: name }) => name)).toEqual(['shadow', 'canary', 'all']);
    // Flags of the canary, flags of all; the policy came with shadow.
    expect(
      appConfig
        .deployments()
        .slice(deployed)
        .map(({ profile }) => profile),
    ).toEqual(['flags', 'flags']);
    // Its place is free for the next candidate.
    expect(await promotions.takePlace(tenant, RunId.parse(`run-${'f'.repeat(32)}`))).toBe(true);
    await promotions.leavePlace(tenant, RunId.parse(`run-${'f'.repeat(32)}`));
  });

  it('after any one write of the step that moves the pointer, moves it once, and every baseline stays on the list', async () => {
    let writes = Number.POSITIVE_INFINITY;
    for (let write = 1; write <= writes; write += 1) {
      await deployedToAll();
      killAfterWrite(write);
      const cut = await invoke(markStable, { measured: null, round }).then(
        () => false,
        () => true,
      );
      heal();
      if (cut) await invoke(markStable, { measured: null, round });
      else writes = write - 1;
      await invoke(end, { status: 'stable' });
      await expectStableOnce();
    }
    expect(writes).toBeGreaterThan(5);
  });

  it('and that step never entered again ends as what the pointer says: stable from the write on that moves it', async () => {
    const error = { Error: 'Transient', Cause: 'killed too often' };
    const ends: (string | undefined)[] = [];
    for (let write = 1; ; write += 1) {
      await deployedToAll();
      killAfterWrite(write);
      const cut = await invoke(markStable, { measured: null, round }).then(
        () => false,
        () => true,
      );
      heal();
      if (!cut) break;
      const moved = (await heads.baseline())?.version === before + 1;
      // As the state machine goes on where the retries are used up: TakeBack, then End by its name.
      const { name } = z
        .object({ name: z.string() })
        .parse(await takeBack({ tenant, run, correlation: 'test', attempt: 0, state: { error } }, lambdaContext));
      await invoke(end, { status: name });
      const { status, stable, rollback } = (await promotions.get(tenant, run)) ?? {};
      expect([status, stable]).toEqual(moved ? ['stable', before + 1] : ['broken', undefined]);
      // What is stable is not taken back; what is not, is.
      expect(rollback === undefined).toBe(moved);
      expect((await heads.baseline())?.version).toBe(moved ? before + 1 : before);
      if (moved) await expectStableOnce();
      ends.push(status);
    }
    expect(new Set(ends)).toEqual(new Set(['broken', 'stable']));
  });

  it('and never entered again is what it came to: stable once it is the baseline, broken before', async () => {
    const detail = () => ({ status: 'FAILED', input: JSON.stringify({ tenant, run }) });
    const die = () => ended({ Records: [{ body: JSON.stringify({ detail: detail() }) }] });
    await deployedToAll();
    await die();
    expect(await promotions.get(tenant, run)).toMatchObject({ status: 'broken' });
    expect((await heads.baseline())?.version).toBe(before);
    await deployedToAll();
    await invoke(markStable, { measured: null, round });
    await die();
    expect(await promotions.get(tenant, run)).toMatchObject({ status: 'stable', stable: before + 1 });
  });

  it('and the whole execution dead right after the pointer moved is stable, by its evidence', async () => {
    await deployedToAll();
    await promotions.patch(tenant, run, { evidence: digest('baseline-evidence/1', { run }) });
    const { flags: held, flagsVersion, policySet } = (await heads.baseline()) ?? {};
    const { deployed, evidence: by = null } = (await promotions.get(tenant, run)) ?? {};
    if (!held || !flagsVersion || !policySet || !deployed?.policy) throw new Error('nothing is deployed');
    const next = { flags: held, flagsVersion, policySet, policyVersion: deployed.policy, evidence: by };
    expect(await heads.moveBaseline(before, next)).toBe(true);
    const detail = { status: 'ABORTED', input: JSON.stringify({ tenant, run }) };
    await ended({ Records: [{ body: JSON.stringify({ detail }) }] });
    expect(await promotions.get(tenant, run)).toMatchObject({ status: 'stable', stable: before + 1 });
  });
});
