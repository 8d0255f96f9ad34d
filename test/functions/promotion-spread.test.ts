import { afterAll, describe, expect, it } from 'vitest';
import { RunId } from '../../core/model/ids.ts';
import { digest } from '../../core/trace/digest.ts';
import { type Handler, spreadPromotion } from '../support/spread-promotion.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: markStable } = await import('../../functions/mark-stable/index.ts');
const { handler: end } = await import('../../functions/end-promotion/index.ts');
const { handler: ended } = await import('../../functions/start-queued/index.ts');
const { heads, promotions, approve, deployedToAll, invoke, stage, expectStableOnce } = await spreadPromotion(world);
const { appConfig } = world.aws;
afterAll(() => world.close());

describe('an approved candidate', () => {
  it('goes through shadow, canary and all, each deployed once, is the baseline, and makes place for the next', async () => {
    const of = await approve();
    const enter = (handler: Handler, more: object) => invoke(of, handler, more);
    const from = appConfig.deployments().length;
    expect(await stage('shadow', enter)).toMatchObject({ verdict: 'passed' });
    expect(await stage('canary', enter)).toMatchObject({ verdict: 'passed' });
    const { verdict, measured } = await stage('all', enter);
    expect(verdict).toBe('passed');
    expect(await enter(markStable, { measured, round: of.round })).toMatchObject({ verdict: 'stable' });
    await enter(end, { status: 'stable' });
    const promotion = await expectStableOnce(of);
    expect(promotion?.stages.map((one) => one.stage)).toEqual(['shadow', 'canary', 'all']);
    const deployed = appConfig.deployments().slice(from);
    expect(deployed.map(({ profile }) => profile)).toEqual(['flags', 'policy', 'flags', 'flags']);
    const next = RunId.parse(`run-${'f'.repeat(32)}`);
    expect(await promotions.takePlace(of.tenant, next)).toBe(true);
    await promotions.leavePlace(of.tenant, next);
  });
});

describe('a promotion whose execution died', () => {
  const die = ({ tenant, run }: Awaited<ReturnType<typeof approve>>, status: string) =>
    ended({ Records: [{ body: JSON.stringify({ detail: { status, input: JSON.stringify({ tenant, run }) } }) }] });

  it('is what it came to: stable once it is the baseline, broken before', async () => {
    const early = await deployedToAll();
    await die(early, 'FAILED');
    expect(await promotions.get(early.tenant, early.run)).toMatchObject({ status: 'broken' });
    expect((await heads.baseline())?.version).toBe(early.before);
    const late = await deployedToAll();
    await invoke(late, markStable, { measured: null, round: late.round });
    await die(late, 'FAILED');
    expect(await promotions.get(late.tenant, late.run)).toMatchObject({ status: 'stable', stable: late.before + 1 });
  });

  it('right after the pointer moved is stable, by its evidence', async () => {
    const { tenant, run, before, ...more } = await deployedToAll();
    await promotions.patch(tenant, run, { evidence: digest('baseline-evidence/1', { run }) });
    const { flags: held, flagsVersion, policySet } = (await heads.baseline()) ?? {};
    const { deployed, evidence: by = null } = (await promotions.get(tenant, run)) ?? {};
    if (!held || !flagsVersion || !policySet || !deployed?.policy) throw new Error('nothing is deployed');
    const next = { flags: held, flagsVersion, policySet, policyVersion: deployed.policy, evidence: by };
    expect(await heads.moveBaseline(before, next)).toBe(true);
    await die({ tenant, run, before, ...more }, 'ABORTED');
    expect(await promotions.get(tenant, run)).toMatchObject({ status: 'stable', stable: before + 1 });
  });
});
