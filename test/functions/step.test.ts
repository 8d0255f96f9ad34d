import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { flags, lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { step, StepInput } = await import('../../functions/shared/step.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const { activeRun } = await import('../../functions/shared/active-run.ts');
const runs = runStore();
const traces = traceStore();
const active = activeRun(runs);
afterAll(() => world.close());

const tenant = TenantId.parse('acme');
let counter = 0;
let run: Run;
beforeEach(async () => {
  counter += 1;
  run = {
    contract: 'run/1',
    id: RunId.parse(`run-${String(counter).padStart(32, '0')}`),
    tenant,
    portfolio: PortfolioId.parse('P-1'),
    portfolioDigest: digest('portfolio/1', {}),
    author: PersonId.parse('ana'),
    correlation: 'c-1',
    status: 'accepted',
    requestedAt: '2026-11-22T09:00:00.000Z',
  };
  await runs.create(run);
});
const event = (more: object = {}) => ({ tenant, run: run.id, correlation: 'c-1', attempt: 0, ...more });

function counting(more: Partial<Parameters<typeof step>[0]> = {}) {
  const state = { ran: 0 };
  const evidence = evidenceStore();
  const handler = step({
    name: 'example',
    input: StepInput,
    async run({ input }) {
      state.ran += 1;
      await evidence.put(input.tenant, 'content/1', { of: input.run });
      return { answer: { verdict: 'go' }, decision: 'went', reasons: ['because'], run: { status: 'running' } };
    },
    ...more,
  });
  return { state, invoke: (given: object = {}) => handler(event(given), lambdaContext) };
}

describe('a step of the mission', () => {
  it('answers, appends one trace entry and moves the run on', async () => {
    const { invoke } = counting();
    expect(await invoke()).toMatchObject({ verdict: 'go' });
    const chain = await traces.read(tenant, run.id);
    expect(chain.map(({ entry }) => [entry.step, entry.decision, entry.reasons])).toEqual([
      ['0/example', 'went', ['because']],
    ]);
    const stored = await runs.get(tenant, run.id);
    expect(stored).toMatchObject({ status: 'running', traceHead: chain[0]?.entry.hash });
    expect(
      verifyChain(
        chain.map(({ entry }) => entry),
        stored?.traceHead,
      ),
    ).toMatchObject({ ok: true, entries: 1 });
  });

  it('invoked again returns the remembered answer without running', async () => {
    const { invoke, state } = counting();
    const first = await invoke();
    expect(await invoke()).toEqual(first);
    expect(state.ran).toBe(1);
    expect(await traces.read(tenant, run.id)).toHaveLength(1);
  });

  it('killed after any of its writes and invoked again ends as if nothing had happened', async () => {
    const { invoke } = counting();
    world.tables.countWrites();
    const undisturbed = await invoke();
    const writes = world.tables.countWrites();
    expect(writes).toBeGreaterThanOrEqual(4);
    const expected = { chain: await decisions(), status: (await runs.get(tenant, run.id))?.status };
    for (let kill = 1; kill <= writes; kill += 1) {
      const id = RunId.parse(`run-${String(counter).padStart(16, '0')}${String(kill).padStart(16, 'f')}`);
      run = { ...run, id };
      await runs.create(run);
      world.tables.killAfterWrite(kill);
      await expect(invoke()).rejects.toThrow(expect.objectContaining({ name: 'Transient' }));
      world.tables.heal();
      expect(await invoke()).toEqual(undisturbed);
      expect({ chain: await decisions(), status: (await runs.get(tenant, run.id))?.status }).toEqual(expected);
      const stored = await runs.get(tenant, run.id);
      const entries = (await traces.read(tenant, run.id)).map(({ entry }) => entry);
      expect(verifyChain(entries, stored?.traceHead)).toMatchObject({ ok: true });
    }
  });

  it('invoked twice at once gives one answer and one entry', async () => {
    const { invoke } = counting();
    const [a, b] = await Promise.all([invoke(), invoke()]);
    expect(a).toEqual(b);
    expect(await traces.read(tenant, run.id)).toHaveLength(1);
  });

  it('does not run while the stop flag is set, nor once its run is to stop', async () => {
    const { invoke, state } = counting();
    world.aws.configuration.set('flags', flags(true));
    await expect(invoke()).rejects.toThrow(expect.objectContaining({ name: 'RunStopped' }));
    world.aws.configuration.set('flags', flags());
    await runs.stop(tenant, run.id, 'ana', 'enough');
    await expect(invoke()).rejects.toThrow(expect.objectContaining({ name: 'RunStopped' }));
    expect(state.ran).toBe(0);
  });

  it('that ends a run also runs when the run is to stop, and gives the place of the tenant back', async () => {
    await active.take(tenant, run.id);
    await runs.stop(tenant, run.id, 'ana', 'enough');
    const { invoke } = counting({
      obeysStop: false,
      run: async () => ({ answer: {}, decision: 'stopped', run: { status: 'stopped' } }),
    });
    await invoke();
    expect(await runs.get(tenant, run.id)).toMatchObject({ status: 'stopped', endedAt: expect.any(String) });
    const other = RunId.parse(`run-${'e'.repeat(32)}`);
    expect(await active.take(tenant, other)).toEqual({ taken: true });
    await active.release(tenant, other);
  });

  it('goes on with the last good flags when configuration is away, and is transient without any', async () => {
    const { invoke } = counting();
    await invoke();
    world.aws.away.add('appconfig');
    await expect(invoke()).resolves.toMatchObject({ verdict: 'go' });
    const fresh = counting();
    await expect(fresh.invoke()).rejects.toThrow(expect.objectContaining({ name: 'Transient' }));
    world.aws.away.delete('appconfig');
  });

  it('entered again with another input and no part says what to do', async () => {
    const input = StepInput.extend({ round: Digest });
    const { invoke } = counting({ input });
    await invoke({ round: digest('content/1', 1) });
    await expect(invoke({ round: digest('content/1', 2) })).rejects.toThrow(/name the difference in `part`/);
  });

  it('as shards at once remembers each and leaves the chain alone', async () => {
    const input = StepInput.extend({ shard: StepInput.shape.attempt });
    const shards = Array.from({ length: 8 }, (_, shard) =>
      counting({
        input,
        traces: false,
        part: (given) => String(input.parse(given).shard),
        run: async () => ({ answer: { shard }, decision: 'planned' }),
      }).invoke({ shard }),
    );
    expect(await Promise.all(shards)).toEqual(shards.map((_, shard) => ({ shard })));
    expect(await traces.read(tenant, run.id)).toEqual([]);
  });

  it('replayed after later steps leaves the run where it is', async () => {
    const early = counting();
    await early.invoke();
    const later = counting({
      name: 'later',
      run: async () => ({ answer: {}, decision: 'asked', run: { status: 'waiting-for-decision' } }),
    });
    await later.invoke();
    await early.invoke();
    expect(await runs.get(tenant, run.id)).toMatchObject({ status: 'waiting-for-decision' });
  });

  it('gives the same trace whatever the correlation id and the task token', async () => {
    const input = StepInput.extend({ token: StepInput.shape.correlation });
    const { invoke } = counting({ input });
    await invoke({ correlation: 'one', token: 'a' });
    await expect(invoke({ correlation: 'two', token: 'b' })).resolves.toMatchObject({ verdict: 'go' });
  });
});

async function decisions() {
  return (await traces.read(tenant, run.id)).map(({ entry }) => [entry.step, entry.decision, entry.output]);
}
