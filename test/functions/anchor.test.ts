import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnchorHeads } from '../../core/model/anchor.ts';
import { PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { anchorHash } from '../../core/trace/anchor.ts';
import { digest } from '../../core/trace/digest.ts';
import { openWorld } from '../support/world.ts';
import { step } from '../trace/example-chain.ts';

const world = await openWorld();
const { handler: anchor } = await import('../../functions/anchor/index.ts');
const { anchorStore } = await import('../../functions/shared/anchor-store.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const [anchors, evidence, runs, traces] = [anchorStore(), evidenceStore(), runStore(), traceStore()];
afterAll(() => world.close());
afterEach(() => {
  vi.useRealTimers();
});

let tenants = 0;
let tenant: TenantId;
beforeEach(() => {
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
  const policy = { contract: 'policy/1' };
  world.aws.configuration.set('policy', { contract: 'policy-set/1', default: policy, tenants: { [tenant]: policy } });
});

const at = (now: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });

async function newRun(number: number, requestedAt: string) {
  const id = RunId.parse(`run-${String(number).padStart(32, '0')}`);
  await runs.create({
    contract: 'run/1',
    id,
    tenant,
    portfolio: PortfolioId.parse('P-1'),
    portfolioDigest: digest('portfolio/1', {}),
    author: PersonId.parse('ana'),
    correlation: 'c',
    status: 'running',
    requestedAt,
  });
  return id;
}
const entry = async (run: RunId, name: string, now: string) => {
  at(now);
  return (await traces.append(step(name, { tenant, run }))).entry;
};
const headsOf = async (day: string) => {
  const found = (await anchors.list(tenant)).find((one) => one.day === day);
  return found === undefined ? undefined : evidence.get(tenant, 'anchor-heads/1', found.heads, AnchorHeads);
};

describe('the daily anchor', () => {
  it('holds the last head of the day of every chain that grew on it, whenever the run was asked for', async () => {
    const old = await newRun(1, '2027-11-01T08:00:00.000Z');
    const fresh = await newRun(2, '2027-11-21T08:00:00.000Z');
    const idle = await newRun(3, '2027-11-20T08:00:00.000Z');
    await entry(idle, 'preflight', '2027-11-20T08:00:01.000Z');
    await entry(old, 'preflight', '2027-11-01T08:00:01.000Z');
    const decided = await entry(old, 'decision', '2027-11-21T00:00:00.000Z');
    await entry(fresh, 'preflight', '2027-11-21T08:00:01.000Z');
    const late = await entry(fresh, 'score', '2027-11-21T23:59:59.999Z');
    await entry(fresh, 'plan', '2027-11-22T00:00:00.000Z');
    at('2027-11-22T00:15:00.000Z');
    expect(await anchor()).toEqual({ anchored: 1 });
    expect((await headsOf('2027-11-21'))?.heads).toEqual([
      { run: old, entries: 2, head: decided.hash },
      { run: fresh, entries: 2, head: late.hash },
    ]);
  });

  it('run again the same day adds nothing, and the next day follows the one before', async () => {
    at('2027-11-22T00:15:00.000Z');
    expect([await anchor(), await anchor()]).toEqual([{ anchored: 1 }, { anchored: 0 }]);
    at('2027-11-23T00:15:00.000Z');
    await anchor();
    const [one, two] = await anchors.list(tenant);
    expect([one?.day, two?.day, two?.previous]).toEqual(['2027-11-21', '2027-11-22', one?.hash]);
    expect(two === undefined ? '' : anchorHash(two)).toBe(two?.hash);
  });

  it('catches up on the days it missed, each with its own heads', async () => {
    at('2027-11-20T00:15:00.000Z');
    await anchor();
    const run = await newRun(4, '2027-11-20T08:00:00.000Z');
    const first = await entry(run, 'preflight', '2027-11-20T08:00:01.000Z');
    const second = await entry(run, 'score', '2027-11-22T08:00:01.000Z');
    at('2027-11-24T09:00:00.000Z');
    expect(await anchor()).toEqual({ anchored: 4 });
    expect((await anchors.list(tenant)).map(({ day, runs: count }) => [day, count])).toEqual([
      ['2027-11-19', 0],
      ['2027-11-20', 1],
      ['2027-11-21', 0],
      ['2027-11-22', 1],
      ['2027-11-23', 0],
    ]);
    expect((await headsOf('2027-11-20'))?.heads).toEqual([{ run, entries: 1, head: first.hash }]);
    expect((await headsOf('2027-11-22'))?.heads).toEqual([{ run, entries: 2, head: second.hash }]);
  });

  it('at the same time twice is one anchor, and killed after any write is whole the next time', async () => {
    at('2027-11-22T00:15:00.000Z');
    await Promise.allSettled([anchor(), anchor()]);
    expect(await anchors.list(tenant)).toHaveLength(1);
    at('2027-11-23T00:15:00.000Z');
    world.tables.killAfterWrite(1);
    await expect(anchor()).rejects.toThrow(expect.objectContaining({ name: 'Transient' }));
    world.tables.heal();
    await anchor();
    expect((await anchors.list(tenant)).map(({ day }) => day)).toEqual(['2027-11-21', '2027-11-22']);
    expect(await headsOf('2027-11-22')).toBeDefined();
  });

  it('is never written over', async () => {
    at('2027-11-22T00:15:00.000Z');
    await anchor();
    const [one] = await anchors.list(tenant);
    if (one === undefined) throw new Error('nothing was anchored');
    await expect(anchors.add({ ...one, runs: 9, hash: digest('anchor/1', 9) })).rejects.toThrow(/was added by another/);
    expect(await anchors.list(tenant)).toEqual([one]);
  });
});
