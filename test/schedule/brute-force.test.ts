import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { digests } from './digests.ts';
import { naiveOptimum } from './naive-optimum.ts';
import { tinyPortfolio } from './tiny-portfolio.ts';

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed);

describe('plans of tiny portfolios against every plan there is', () => {
  const rows = SEEDS.map((seed) => {
    const { portfolio, policy } = tinyPortfolio(seed);
    const plan = planPortfolio({ portfolio, policy, digests });
    return { seed, portfolio, policy, plan, optimum: naiveOptimum(portfolio, policy, plan.risk.theta) };
  });

  it('are never above the optimum, and the bound never below it', () => {
    for (const { seed, plan, optimum } of rows) {
      expect(plan.objective, `seed ${seed}`).toBeLessThanOrEqual(optimum);
      expect(plan.bound, `seed ${seed}`).toBeGreaterThanOrEqual(optimum);
    }
  });

  it('reach 99 % of the optimum in the median, and all of it mostly', () => {
    const shares = rows
      .filter(({ optimum }) => optimum > 0)
      .map(({ plan, optimum }) => plan.objective / optimum)
      .sort((a, b) => a - b);
    expect(shares[Math.floor(shares.length / 2)]).toBeGreaterThanOrEqual(0.99);
    expect(shares.filter((share) => share === 1).length / shares.length).toBeGreaterThan(0.9);
  });

  it('break no rule, by the independent checker', () => {
    for (const { seed, portfolio, policy, plan } of rows) {
      const report = auditPlan({ portfolio, policy, published: null, plan });
      expect(report.findings, `seed ${seed}`).toEqual([]);
    }
  });
});
