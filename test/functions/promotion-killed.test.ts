import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RunId } from '../../core/model/ids.ts';
import { type Handler, type Spreading, spreadPromotion } from '../support/spread-promotion.ts';
import { lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: markStable } = await import('../../functions/mark-stable/index.ts');
const { handler: takeBack } = await import('../../functions/take-back/index.ts');
const { handler: end } = await import('../../functions/end-promotion/index.ts');
const { heads, promotions, approve, deployedToAll, invoke, stage, expectStableOnce } = await spreadPromotion(world);
const { appConfig } = world.aws;
const { killAfterWrite, heal } = world.tables;
afterAll(() => world.close());

/** Killed after its first write, entered again and killed after its second, and so on, until nothing is left to kill it at. */
async function killedEverywhere(of: Spreading, handler: Handler, more: object) {
  for (let write = 1; ; write += 1) {
    killAfterWrite(write);
    const answer = await invoke(of, handler, more).catch(() => undefined);
    heal();
    if (answer !== undefined) return { answer, kills: write - 1 };
  }
}

/** Whether the step that moves the pointer was cut off by a kill after this write of it. */
async function cutOff(of: Spreading, write: number): Promise<boolean> {
  killAfterWrite(write);
  const cut = await invoke(of, markStable, { measured: null, round: of.round }).then(
    () => false,
    () => true,
  );
  heal();
  return cut;
}

describe('a promotion killed between its canary and the next baseline', { timeout: 60_000 }, () => {
  it('after every write of every step, and entered again, ends once: each stage deployed once, the pointer moved once', async () => {
    const of = await approve();
    expect(await stage('shadow', (handler, more) => invoke(of, handler, more))).toMatchObject({ verdict: 'passed' });
    const deployed = appConfig.deployments().length;
    let kills = 0;
    const killed = async (handler: Handler, more: object) => {
      const entered = await killedEverywhere(of, handler, more);
      kills += entered.kills;
      return entered.answer;
    };
    expect(await stage('canary', killed)).toMatchObject({ verdict: 'passed' });
    const { verdict, measured } = await stage('all', killed);
    expect(verdict).toBe('passed');
    const marked = await killed(markStable, { measured, round: of.round });
    expect(marked).toMatchObject({ verdict: 'stable', version: of.before + 1 });
    await killed(end, { status: 'stable' });
    expect(kills).toBeGreaterThan(20);
    const promotion = await expectStableOnce(of);
    expect(promotion?.stages.map(({ stage: name }) => name)).toEqual(['shadow', 'canary', 'all']);
    // Flags of the canary, flags of all; the policy came with shadow.
    const profiles = appConfig.deployments().map(({ profile }) => profile);
    expect(profiles.slice(deployed)).toEqual(['flags', 'flags']);
    // Its place is free for the next candidate.
    const next = RunId.parse(`run-${'f'.repeat(32)}`);
    expect(await promotions.takePlace(of.tenant, next)).toBe(true);
    await promotions.leavePlace(of.tenant, next);
  });

  it('after any one write of the step that moves the pointer, moves it once, and every baseline stays on the list', async () => {
    let writes = Number.POSITIVE_INFINITY;
    for (let write = 1; write <= writes; write += 1) {
      const of = await deployedToAll();
      if (await cutOff(of, write)) await invoke(of, markStable, { measured: null, round: of.round });
      else writes = write - 1;
      await invoke(of, end, { status: 'stable' });
      await expectStableOnce(of);
    }
    expect(writes).toBeGreaterThan(5);
  });

  it('and that step never entered again ends as what the pointer says: stable from the write on that moves it', async () => {
    const error = { Error: 'Transient', Cause: 'killed too often' };
    const ends: (string | undefined)[] = [];
    for (let write = 1; ; write += 1) {
      const of = await deployedToAll();
      const { tenant, run, before } = of;
      if (!(await cutOff(of, write))) break;
      const moved = (await heads.baseline())?.version === before + 1;
      // As the state machine goes on where the retries are used up: TakeBack, then End by its name.
      const { name } = z
        .object({ name: z.string() })
        .parse(await takeBack({ tenant, run, correlation: 'test', attempt: 0, state: { error } }, lambdaContext));
      await invoke(of, end, { status: name });
      const { status, stable, rollback } = (await promotions.get(tenant, run)) ?? {};
      expect([status, stable]).toEqual(moved ? ['stable', before + 1] : ['broken', undefined]);
      // What is stable is not taken back; what is not, is.
      expect(rollback === undefined).toBe(moved);
      expect((await heads.baseline())?.version).toBe(moved ? before + 1 : before);
      if (moved) await expectStableOnce(of);
      ends.push(status);
    }
    expect(new Set(ends)).toEqual(new Set(['broken', 'stable']));
  });
});
