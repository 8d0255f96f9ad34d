import { expect } from 'vitest';
import { z } from 'zod';
import { Digest, PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import { ConfiguredPolicy, PolicySet } from '../../core/model/policy.ts';
import type { Proposal } from '../../core/model/promotion.ts';
import type { TrialRound } from '../../core/model/promotion-round.ts';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { flags, lambdaContext, type World } from './world.ts';

const Answer = z.object({ verdict: z.string().optional(), measured: Digest.nullish(), version: z.int().optional() });
export type Answer = z.infer<typeof Answer>;
export type Handler = (event: unknown, context: typeof lambdaContext) => Promise<unknown>;

/** A promotion on its way: the digest of its round, and the version of the baseline it began with. */
export interface Spreading {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly round: Digest;
  readonly before: number;
}

/** Candidates that passed their suites and were approved, and what spreads them. Call it after `openWorld`. */
export async function spreadPromotion(world: World) {
  const { handler: spread } = await import('../../functions/spread-policy/index.ts');
  const { handler: watch } = await import('../../functions/watch-stage/index.ts');
  const { markStable: markAsIs } = await import('../../functions/shared/baseline.ts');
  const { codeDigest } = await import('../../functions/shared/code.ts');
  const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
  const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
  const { headStore } = await import('../../functions/shared/head-store.ts');
  const { promotionStore } = await import('../../functions/shared/promotion-store.ts');
  const { traceStore } = await import('../../functions/shared/trace-store.ts');
  const [evidence, heads, promotions] = [evidenceStore(), headStore(), promotionStore()];
  const control = configurationControl();
  const { appConfig } = world.aws;
  let count = 0;

  async function approve(): Promise<Spreading> {
    count += 1;
    const tenant = TenantId.parse(`tenant-${count}`);
    const run = RunId.parse(`run-${digest('content/1', { count }).slice(7, 39)}`);
    const stable = PolicySet.parse({ contract: 'policy-set/1', default: { contract: 'policy/1' } });
    const policy = ConfiguredPolicy.parse({ contract: 'policy/1', name: `candidate-${count}` });
    await appConfig.deploy('flags', flags(), 'at-once');
    await appConfig.deploy('policy', stable, 'at-once');
    const before = (await markAsIs({ heads, control }, (await heads.baseline())?.version ?? 0, null))?.version ?? 0;
    const terms = PromotionTerms.parse({ minutes: { shadow: 0, canary: 0, all: 0 }, requires: [] });
    const parts = await Promise.all([stable.default, policy].map((each) => evidence.put(tenant, 'policy/1', each)));
    const [was, candidate] = [Digest.parse(parts[0]), Digest.parse(parts[1])];
    const proposal: Proposal = {
      ...{ contract: 'proposal/1', tenant, promotion: run, kind: 'policy', baseline: before },
      ...{ parts: [{ part: tenant, stable: was, candidate, changes: [] }], beside: [], suites: [] },
      ...{ terms, code: codeDigest },
    };
    const tried: TrialRound = { number: 0, baseline: before, terms, parts: [], beside: [], shards: [], tried: [] };
    const round = await evidence.put(tenant, 'content/1', tried);
    await promotions.create({
      ...{ contract: 'promotion/1', id: run, tenant, author: PersonId.parse('author'), kind: 'policy', suites: [] },
      submitted: await control.storePolicies({ ...stable, tenants: { [tenant]: policy } }, 'Candidate'),
      ...{ correlation: 'test', status: 'waiting-for-decision', baseline: before, stages: [] },
      proposal: await evidence.put(tenant, 'proposal/1', proposal),
      requestedAt: new Date().toISOString(),
    });
    return { tenant, run, round, before };
  }

  /** As the spread leaves it in its last stage, without waiting for it. */
  async function deployedToAll(): Promise<Spreading> {
    const of = await approve();
    const { submitted = '' } = (await promotions.get(of.tenant, of.run)) ?? {};
    const [allowed, set] = [
      await appConfig.deploy('flags', flags(), 'at-once'),
      await appConfig.deploy('policy', await control.policies(submitted), 'at-once'),
    ];
    const deployed = { flags: allowed.version, policy: set.version };
    await promotions.patch(of.tenant, of.run, { status: 'all', deployed });
    return of;
  }

  async function invoke({ tenant, run }: Spreading, handler: Handler, more: object): Promise<Answer> {
    return Answer.parse(await handler({ tenant, run, correlation: 'test', attempt: 0, ...more }, lambdaContext));
  }

  /** A stage as the machine brings a candidate through it: looked at, and tried, again while it is on its way. */
  async function stage(name: string, enter: (handler: Handler, more: object) => Promise<Answer>) {
    for (let tick = 0; (await enter(spread, { stage: name, tick })).verdict === 'busy'; tick += 1);
    for (let tick = 0; ; tick += 1) {
      const { verdict, measured = null } = await enter(watch, { stage: name, tick });
      if (verdict !== 'wait') return { verdict, measured };
    }
  }

  /** What a promotion leaves behind that went through once. */
  async function expectStableOnce({ tenant, run, before }: Spreading) {
    const promotion = await promotions.get(tenant, run);
    expect(promotion).toMatchObject({ status: 'stable', stable: before + 1 });
    const baselines = await heads.baselines();
    const versions = Array.from({ length: before + 1 }, (_, n) => before + 1 - n);
    expect(baselines.map(({ version }) => version)).toEqual(versions);
    expect(baselines[0]?.policyVersion).toBe(promotion?.deployed?.policy);
    expect(Object.keys((await control.policies(baselines[0]?.policyVersion ?? '')).tenants)).toEqual([tenant]);
    const chain = await traceStore().read(tenant, run);
    const entries = chain.map(({ entry }) => entry);
    expect(verifyChain(entries, promotion?.traceHead)).toMatchObject({ ok: true });
    expect(new Set(entries.map(({ step }) => step)).size).toBe(entries.length);
    return promotion;
  }

  return { heads, promotions, approve, deployedToAll, invoke, stage, expectStableOnce };
}
