import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { readAssembly } from '../support/assembly.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, open } from './approver.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';
import { candidateLink, promotions, type ShownPromotion, SMALL_TERMS } from './promotions.ts';

const portfolio = smallPortfolio();
const Baselines = z.object({
  baselines: z.array(z.object({ version: z.int(), evidence: z.object({ promotion: z.string() }).nullable() })),
});
/** One run says whether runs fail: a machine has no nights to wait for. */
const WATCHED = { ...AUTONOMOUS, watch: { failureShare: { atMost: 0.5, minimum: 1 } } };
/** Moves published meetings freely: it costs nothing. */
const POOR = { ...WATCHED, value: { disruptionCost: 0 } };
/** Half an hour between two meetings of a rep: more than the guardrails ask for, and it costs meetings. */
const UNHURRIED = { ...WATCHED, rep: { bufferMinutes: 30 } };
/** Gains what those meetings are worth by letting reps run from one into the next. No invariant of its values says so. */
const HURRIED = { ...WATCHED, rep: { bufferMinutes: 0 } };
const tenants = { better: POOR, harmful: UNHURRIED };

let app: Application;
beforeAll(async () => {
  const promotion = { ...SMALL_TERMS, worlds: 80 };
  app = await openApplication({ tenants: policiesOf(tenants), promotion }, readAssembly(inject('assembly')));
});
afterAll(() => app?.close());

/** The checks of the simulation that failed, or that compare, by name. */
const simulated = ({ suites }: ShownPromotion) =>
  suites.flatMap(({ result }) => (result.suite === 'simulation' ? result.checks : []));

describe('a better candidate', () => {
  it('is found better by every world lived through, promotes itself with one approval, and is the baseline', {
    timeout: 600_000,
  }, async () => {
    const crm = await app.as('better', 'author');
    const author = promotions(crm);
    await crm.follow((await crm.start(portfolio)).id, 'done');
    const { id } = await author.start(policyOf('better', WATCHED));
    const waiting = await author.follow(id, 'waiting-for-decision');
    expect(waiting.promotion.suites.map(({ suite, verdict, effect }) => [suite, verdict, effect])).toEqual([
      ['unit', 'pass', undefined],
      ['integration', 'pass', undefined],
      ['simulation', 'pass', 'better'],
      ['regression', 'pass', undefined],
    ]);
    const moved = simulated(waiting).find(({ name }) => name === 'moved-meetings');
    expect(moved).toMatchObject({ effect: 'better', numbers: { high: expect.any(Number) } });
    expect(moved?.numbers['high']).toBeLessThan(0);
    const link = await candidateLink(app.host.inboxUrl, mailOf('better', 'ann'));
    expect((await open(link)).words).toMatch(/Better, at 95% confidence[^.]*published meetings moved/i);
    await decide(link, APPROVE);
    await author.follow(id, 'shadow');
    const shadowed = await crm.ask('book', 'shadow-run');
    await crm.follow(shadowed.json.id, 'shadowed');
    const { promotion, trace } = await author.follow(id, 'stable');
    expect(promotion.stages.map(({ stage }) => stage)).toEqual(['shadow', 'canary', 'all']);
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    expect(trace.filter(({ step }) => step.includes('/decision/'))).toHaveLength(1);
    const [baseline] = Baselines.parse(await crm.json('/v1/baselines')).baselines;
    expect([baseline?.version, baseline?.evidence?.promotion]).toEqual([promotion.stable, id]);
    expect(await lettersTo(app.host.inboxUrl, mailOf('better', 'ann'))).toHaveLength(1);
    expect(app.lines).toEqual([]);
  });
});

describe('a candidate that gains value by breaking a condition', () => {
  it('passes the invariants of its values and is stopped by the worlds, with the condition named, before anybody is asked', {
    timeout: 600_000,
  }, async () => {
    const crm = await app.as('harmful', 'author');
    const author = promotions(crm);
    await crm.put('book', portfolio);
    const before = await crm.json('/v1/policies');
    const ended = await author.follow((await author.start(policyOf('harmful', HURRIED))).id, 'failed');
    const { promotion, trace } = ended;
    expect(promotion.reason).toMatch(/simulation of harmful: rep-ceiling: broken \d+ times; world \d+, day \d+/);
    expect(promotion.suites.map(({ suite, verdict }) => [suite, verdict])).toEqual(
      expect.arrayContaining([
        ['unit', 'pass'],
        ['simulation', 'fail'],
      ]),
    );
    // It does gain: what is lost is less than under the stable policy.
    expect(simulated(ended).find(({ name }) => name === 'expected-loss')?.numbers['mean']).toBeLessThan(0);
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    const page = await crm.call('GET', `/v1/promotions/${promotion.id}`, { headers: { accept: 'text/html' } });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('rep-ceiling')]);
    expect(promotion.stages).toEqual([]);
    expect(await crm.json('/v1/policies')).toMatchObject({ deployed: Object(before).deployed });
    expect(await lettersTo(app.host.inboxUrl, mailOf('harmful', 'ann'))).toEqual([]);
    expect(await lettersTo(app.host.inboxUrl, mailOf('harmful', 'olga'))).toHaveLength(1);
  });
});
