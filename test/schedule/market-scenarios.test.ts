import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Policy } from '../../core/model/policy.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const portfolio = familyBlock(family, 3, 0);
const withMarkets = (marketScenarios: object[] | undefined) => {
  const base = familyPolicy(family);
  return Policy.parse({ ...base, risk: { ...base.risk, ...(marketScenarios ? { marketScenarios } : {}) } });
};
const shock = [
  { name: 'as forecast', weight: 0.9, hazard: 1 },
  { name: 'downturn', weight: 0.1, hazard: 4 },
];
const policy = withMarkets(shock);
const plan = planPortfolio({ portfolio, policy, digests });

describe('a plan under a declared market', () => {
  it('measures average and tail over the mixture, says so, and is confirmed by the checker', () => {
    const calm = planPortfolio({ portfolio, policy: withMarkets(undefined), digests });
    expect(plan.risk.markets).toEqual(shock);
    expect(calm.risk.markets).toBeUndefined();
    expect(plan.risk.withoutPlan.expectedLoss).toBeGreaterThan(calm.risk.withoutPlan.expectedLoss);
    expect(plan.risk.evar).toBeGreaterThan(calm.risk.evar);
    expect(plan.risk.evar).toBeLessThan(plan.risk.withoutPlan.evar);
    expect(auditPlan({ portfolio, policy, published: null, plan }).findings).toEqual([]);
  });

  it('is what it was where the only state is the forecast', () => {
    const one = planPortfolio({
      portfolio,
      policy: withMarkets([{ name: 'as forecast', weight: 2, hazard: 1 }]),
      digests,
    });
    const { markets: _, ...risk } = one.risk;
    const calm = planPortfolio({ portfolio, policy: withMarkets(undefined), digests });
    expect({ ...one, risk }).toEqual(calm);
  });

  it.each([
    ['/risk/markets', { ...plan.risk, markets: shock.slice(0, 1) }],
    ['/risk/evar', { ...plan.risk, evar: plan.risk.evar - 100 }],
    ['/risk/withoutPlan/expectedLoss', { ...plan.risk, withoutPlan: { ...plan.risk.withoutPlan, expectedLoss: 7 } }],
  ])('is refused by the checker with another %s', (path, risk) => {
    const { findings } = auditPlan({ portfolio, policy, published: null, plan: { ...plan, risk } });
    expect(findings.map((finding) => finding.path)).toContain(path);
  });
});
