import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo } from './approver.ts';
import { readAssembly } from './assembly.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';
import { candidateLink, promotions, SMALL_TERMS } from './promotions.ts';

const portfolio = smallPortfolio();
/** One run says whether runs fail: a machine has no nights to wait for. */
const WATCHED = { ...AUTONOMOUS, watch: { failureShare: { atMost: 0.5, minimum: 1 } } };
const tenants = { better: WATCHED };

let app: Application;
beforeAll(async () => {
  app = await openApplication(
    { tenants: policiesOf(tenants), promotion: SMALL_TERMS },
    readAssembly(inject('assembly')),
  );
});
afterAll(() => app?.close());

describe('a better candidate', () => {
  it('goes through suites, one approval, shadow, canary and all, and is the baseline', {
    timeout: 300_000,
  }, async () => {
    const crm = await app.as('better', 'author');
    const author = promotions(crm);
    await crm.follow((await crm.start(portfolio)).id, 'done');
    const { id } = await author.start(policyOf('better', { ...WATCHED, learning: { holdoutShare: 0.04 } }));
    const waiting = await author.follow(id, 'waiting-for-decision');
    expect(waiting.promotion.suites.map(({ suite, verdict }) => [suite, verdict])).toEqual([
      ['unit', 'pass'],
      ['integration', 'pass'],
      ['simulation', 'pass'],
      ['regression', 'pass'],
    ]);
    await decide(await candidateLink(app.host.inboxUrl, mailOf('better', 'ann')), APPROVE);
    await author.follow(id, 'shadow');
    const shadowed = await crm.ask('book', 'shadow-run');
    await crm.follow(shadowed.json.id, 'shadowed');
    const { promotion, trace } = await author.follow(id, 'stable');
    expect(promotion.stages.map(({ stage }) => stage)).toEqual(['shadow', 'canary', 'all']);
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    expect(await lettersTo(app.host.inboxUrl, mailOf('better', 'ann'))).toHaveLength(1);
    expect(app.lines).toEqual([]);
  });
});
