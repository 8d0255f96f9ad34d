import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { readAssembly } from '../support/assembly.ts';
import { APPROVE, decide, lettersTo } from './approver.ts';
import { type ChildHost, childHost, endChildren, fivePorts } from './child-host.ts';
import { configurator } from './configurator.ts';
import { type Crm, crm } from './crm.ts';
import type { HostArguments } from './host-process.ts';
import { ONE_WORLD } from './one-world.ts';
import { planted } from './planted.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';
import { candidateLink, promotions, SMALL_TERMS } from './promotions.ts';

const WATCHED = { ...AUTONOMOUS, watch: { failureShare: { atMost: 0.5, minimum: 1 } } };
const candidate = policyOf('acme', { ...WATCHED, learning: { holdoutShare: 0.04 } });

describe('a promotion whose process is killed again and again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-promotion-'));
  const file = join(folder, 'assembly.json');
  let port = 0;
  let host: ChildHost;
  let acme: Crm;
  let id = '';
  let remove: () => void;

  const start = (kill?: HostArguments['kill']) => {
    host = childHost({ assembly: file, dataDir: join(folder, 'data'), port, ...(kill && { kill }) });
  };
  const answering = async () => {
    const { doors, token } = await host.ready;
    acme = crm(doors.api, token);
    return doors;
  };
  beforeAll(async () => {
    const faulty = await planted(readAssembly(inject('assembly')), ['try-shard'], [ONE_WORLD]);
    remove = faulty.remove;
    writeFileSync(file, JSON.stringify(faulty.assembly));
    port = await fivePorts();
    start();
    const { aws } = await answering();
    const promotion = { ...SMALL_TERMS, worldsPerShard: 20, patienceMinutes: 30 };
    await (await configurator(aws)).deploy({ tenants: policiesOf({ acme: WATCHED }), promotion });
    await acme.put('book', smallPortfolio());
    id = (await promotions(acme).start(candidate)).id;
    expect(await host.kill()).toBe(true);
  }, 240_000);
  afterAll(() => {
    endChildren();
    remove?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['Evidence', 5],
    ['Traces', 1],
    ['Gates', 1],
  ])('goes on at the next start, and is killed after its next writes to %s (%d)', async (table, write) => {
    start({ table, write });
    expect(await host.killed).toBe(true);
  });

  it('has asked everybody once, is approved by the link mailed before, and killed while it spreads', async () => {
    start({ table: 'Traces', write: 3 });
    const { inbox } = await answering();
    const link = await candidateLink(inbox, mailOf('acme', 'ann'));
    expect((await lettersTo(inbox, mailOf('acme', 'ann'))).filter(({ text }) => text.includes('policy'))).toHaveLength(
      1,
    );
    await decide(link, APPROVE).catch(() => undefined);
    expect(await host.killed).toBe(true);
  });

  it('goes on at the next start: in its first stage, each step once, in an unbroken chain, and one promotion', async () => {
    start();
    await answering();
    const { promotion, trace } = await promotions(acme).follow(id, 'shadow', 'canary', 'all');
    expect(verifyChain(trace)).toMatchObject({ ok: true });
    expect(new Set(trace.map(({ step }) => step)).size).toBe(trace.length);
    expect(promotion.stages.map(({ stage }) => stage)).toEqual(['shadow']);
    expect(await acme.json('/v1/policies')).toMatchObject({ baseline: 1, candidates: [{ id }] });
    // Asked again under its key, it is the same promotion, and nothing starts.
    const again = await promotions(acme).submit({ policy: candidate }, 'candidate-1');
    expect([again.status, again.json.id]).toEqual([202, id]);
  });
});
