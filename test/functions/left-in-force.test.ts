import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import type { RunStatus } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { call } from '../support/api-call.ts';
import { portfolioBody } from '../support/portfolio-builder.ts';
import { lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: putPortfolio } = await import('../../functions/put-portfolio/index.ts');
const { handler: preflight } = await import('../../functions/preflight/index.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { portfolioStore } = await import('../../functions/shared/portfolio-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const heads = headStore();
const runs = runStore();
afterAll(() => world.close());

const tenant = TenantId.parse('acme');
const plan = digest('plan/1', { of: 'the run before' });

beforeAll(async () => {
  const body = portfolioBody();
  await call(putPortfolio, 'PUT /v1/portfolios/{id}', { as: { tenant }, path: { id: 'P-1' }, body });
});

let counter = 0;
async function newRun(status: RunStatus) {
  const head = await portfolioStore().newest(tenant);
  if (head === undefined) throw new Error('a portfolio was put');
  counter += 1;
  const id = RunId.parse(`run-${String(counter).padStart(32, '0')}`);
  await runs.create({
    ...{ contract: 'run/1', id, tenant, status, correlation: 'c', author: PersonId.parse('ana') },
    portfolio: PortfolioId.parse('P-1'),
    portfolioDigest: head.digest,
    requestedAt: '2026-11-22T09:00:00.000Z',
  });
  return id;
}
const look = async () =>
  preflight({ tenant, run: await newRun('accepted'), correlation: 'c', attempt: 0 }, lambdaContext);

describe('preflight of a run after one that left its plan in force', () => {
  it.each(['stopped', 'failed', 'rolled-back'] as const)(
    'asks to be tried again while the plan of a run that ended as %s is in force, and goes once it is undone',
    async (status) => {
      const before = await newRun(status);
      await heads.commit(tenant, null, { plan, portfolio: plan, policy: plan, run: before });
      await expect(look()).rejects.toMatchObject({ name: 'PlanLeftInForce' });
      await heads.rollBack(tenant, before);
      expect(await look()).toMatchObject({ published: null });
    },
  );

  it('plans over the plan of a run that is done', async () => {
    const before = await newRun('done');
    await heads.commit(tenant, null, { plan, portfolio: plan, policy: plan, run: before });
    expect(await look()).toMatchObject({ published: plan });
  });
});
