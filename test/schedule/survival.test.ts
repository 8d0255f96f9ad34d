import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { accountRisks } from '../../core/report/account-risk.ts';
import { planView } from '../../core/report/plan-view.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';
import { naiveOptimum } from './naive-optimum.ts';
import { tinyPortfolio } from './tiny-portfolio.ts';

const lasting = (policy: Policy, survivalPerDay: number) =>
  Policy.parse({ ...policy, value: { ...policy.value, survivalPerDay } });

describe('plans of tiny portfolios in which meetings may not last, against every plan there is', () => {
  const rows = Array.from({ length: 300 }, (_, seed) => {
    const { portfolio, policy: plain } = tinyPortfolio(seed);
    const policy = lasting(plain, [0.9, 0.6, 0.2, 0][seed % 4] ?? 1);
    const plan = planPortfolio({ portfolio, policy, digests });
    return { seed, portfolio, policy, plan, optimum: naiveOptimum(portfolio, policy, plan.risk.theta) };
  });

  it('are never above the optimum, and the bound never below it', () => {
    for (const { seed, plan, optimum } of rows) {
      expect(plan.objective, `seed ${seed}`).toBeLessThanOrEqual(optimum);
      expect(plan.bound, `seed ${seed}`).toBeGreaterThanOrEqual(optimum);
    }
  });

  it('reach all of the optimum in 98 of 100', () => {
    const judged = rows.filter(({ optimum }) => optimum > 0);
    const best = judged.filter(({ plan, optimum }) => plan.objective === optimum);
    expect(judged.length).toBeGreaterThan(150);
    expect(best.length / judged.length).toBeGreaterThan(0.98);
  });

  it('are confirmed by the independent checker, to the last figure', () => {
    for (const { seed, portfolio, policy, plan } of rows) {
      const report = auditPlan({ portfolio, policy, published: null, plan });
      expect(report.findings, `seed ${seed}`).toEqual([]);
      expect([report.objective, report.bound], `seed ${seed}`).toEqual([plan.objective, plan.bound]);
    }
  });
});

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const crowd = familyBlock(family, 3, 0);
const plain = familyPolicy(family);
const policy = lasting(plain, 0.8);
const plan = planPortfolio({ portfolio: crowd, policy, digests });
const calm = planPortfolio({ portfolio: crowd, policy: plain, digests });
const audited = (under: Policy, of: typeof plan) =>
  auditPlan({ portfolio: crowd, policy: under, published: null, plan: of }).findings;

describe('a plan with several engagements an account, risk-averse, under a policy by which meetings may not last', () => {
  it('is confirmed by the checker, and by nobody who counts without it', () => {
    expect(audited(policy, plan)).toEqual([]);
    const rules = new Set(audited(plain, plan).map(({ rule }) => rule));
    expect([...rules]).toEqual(expect.arrayContaining(['value', 'objective', 'bound', 'risk']));
  });

  it('is refused where its rows ignore it', () => {
    const rules = new Set(audited(policy, calm).map(({ rule }) => rule));
    expect([...rules]).toEqual(expect.arrayContaining(['value', 'objective', 'bound', 'risk']));
    const row = plan.assignments.findIndex(({ start }) => start > `${crowd.horizon.start}T24`);
    const swapped = plan.assignments.map((each, i) => (i === row ? { ...each, value: each.value + 1 } : each));
    expect(audited(policy, { ...plan, assignments: swapped }).map(({ path }) => path)).toContain(
      `/assignments/${row}/value`,
    );
  });

  it('is worth less than one whose meetings last, and puts meetings earlier', () => {
    expect(plan.objective).toBeLessThan(calm.objective);
    expect(plan.bound).toBeLessThan(calm.bound);
    expect(meanDay(crowd, plan)).toBeLessThan(meanDay(crowd, calm));
  });

  it('has the same bytes in whatever order the portfolio comes, and the plain bytes where the chance is 1', () => {
    const turned: Portfolio = {
      ...crowd,
      accounts: [...crowd.accounts].reverse(),
      engagements: [...crowd.engagements].reverse(),
      reps: [...crowd.reps].reverse(),
    };
    expect(JSON.stringify(planPortfolio({ portfolio: turned, policy, digests }))).toBe(JSON.stringify(plan));
    const sure = planPortfolio({ portfolio: crowd, policy: lasting(plain, 1), digests });
    expect(JSON.stringify(sure)).toBe(JSON.stringify(calm));
  });

  it('is read alike by reasons, risk and report', () => {
    const risks = accountRisks(planView({ portfolio: crowd, policy, plan }));
    const expected = risks.reduce((sum, { expectedWith }) => sum + expectedWith, 0);
    expect(Math.round(expected)).toBe(plan.risk.expectedLoss);
    const engagements = new Map(crowd.engagements.map((each) => [each.id, each]));
    for (const { engagement: id, reasons } of plan.assignments) {
      const numbers = reasons.find(({ code }) => code === 'protects')?.numbers ?? {};
      const { touchDay = 0, averts, affinity = 0, survives = 1 } = numbers;
      const { show, effect } = engagements.get(id)!;
      expect(averts).toBeCloseTo(show * effect * affinity * 0.8 ** touchDay, 12);
      expect(survives).toBeCloseTo(0.8 ** touchDay, 12);
    }
  });
});

describe('a policy that says nothing of meetings that may not last', () => {
  it('has no key for it, so that digests of policies stay what they are', () => {
    expect(Object.keys(Policy.parse({ contract: 'policy/1' }).value)).not.toContain('survivalPerDay');
  });
});

function meanDay({ horizon }: Portfolio, { assignments }: typeof plan): number {
  const from = Date.parse(horizon.start);
  return assignments.reduce((sum, { start }) => sum + Date.parse(start) - from, 0) / assignments.length;
}
