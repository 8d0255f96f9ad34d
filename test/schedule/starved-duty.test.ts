import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import type { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { digests } from './digests.ts';
import { naiveOptimum } from './naive-optimum.ts';
import { tinyPortfolio } from './tiny-portfolio.ts';

/** The tiny portfolio where accounts have waited too long: worth little, so that serving them costs something. */
function waiting(seed: number): { portfolio: Portfolio; policy: Policy } {
  const { portfolio, policy } = tinyPortfolio(seed);
  const accounts = portfolio.accounts.map((account, a) =>
    a % 3 === seed % 3 ? account : { ...account, passedOver: 3, stake: Math.ceil(account.stake / (2 + (seed % 9))) },
  );
  return { portfolio: { ...portfolio, accounts }, policy };
}

describe('plans of tiny portfolios with starved accounts, against every plan there is', () => {
  const rows = Array.from({ length: 400 }, (_, seed) => {
    const { portfolio, policy } = waiting(seed);
    const plan = planPortfolio({ portfolio, policy, digests });
    const served = plan.certificate.starvedServed ?? 0;
    const free = naiveOptimum(portfolio, policy, plan.risk.theta);
    const best = served === 0 ? free : naiveOptimum(portfolio, policy, plan.risk.theta, served);
    return { seed, portfolio, policy, plan, served, free, best };
  });

  it('are never above the best plan that serves as many, and the bound never below it', () => {
    for (const { seed, plan, best } of rows) {
      expect(plan.objective, `seed ${seed}`).toBeLessThanOrEqual(best);
      expect(plan.bound, `seed ${seed}`).toBeGreaterThanOrEqual(best);
    }
  });

  it('have bounds below what plans that serve fewer can protect, where serving costs something', () => {
    expect(rows.filter(({ plan, free }) => plan.bound < free).length).toBeGreaterThan(20);
  });

  it('are the best plan that serves as many in 19 of 20', () => {
    expect(rows.filter(({ plan, best }) => plan.objective === best).length).toBeGreaterThan(0.95 * rows.length);
  });

  it('break no rule and recompute to the last figure, by the independent checker', () => {
    for (const { seed, portfolio, policy, plan } of rows) {
      const report = auditPlan({ portfolio, policy, published: null, plan });
      expect(report.findings, `seed ${seed}`).toEqual([]);
    }
  });

  it('are found out where they claim to serve more, and where the bound is not that of those they name', () => {
    const claimed = rows.filter(({ served }) => served > 0);
    expect(claimed.length).toBeGreaterThan(50);
    for (const { seed, portfolio, policy, plan, served } of claimed) {
      const claiming = (starvedServed: number) => {
        const certificate = { ...plan.certificate, starvedServed };
        return auditPlan({ portfolio, policy, published: null, plan: { ...plan, certificate } }).findings;
      };
      expect(
        claiming(served + 1).map(({ path }) => path),
        `seed ${seed}`,
      ).toContain('/certificate/starvedServed');
      expect(
        claiming(0).map(({ path }) => path),
        `seed ${seed}`,
      ).toContain('/bound');
    }
  });
});

describe('starved accounts of several blocks', () => {
  /** Two portfolios side by side that share nobody. */
  function sideBySide(seed: number): { portfolio: Portfolio; policy: Policy } {
    const { portfolio, policy } = waiting(seed);
    const twin = (mark: string) => {
      const own = (id: string) => `${mark}${id}`;
      return {
        accounts: portfolio.accounts.map(({ owner, ...account }) => ({ ...account, id: own(account.id) })),
        reps: portfolio.reps.map((rep) => ({ ...rep, id: own(rep.id), team: mark })),
        engagements: portfolio.engagements.map((each) => ({
          ...each,
          ...{ id: own(each.id), account: own(each.account), teams: [mark], after: each.after.map(own) },
          pinned: each.pinned === null ? null : { ...each.pinned, rep: own(each.pinned.rep) },
        })),
        ledger: portfolio.ledger.map((touch) => ({ ...touch, account: own(touch.account) })),
      };
    };
    const [x, y] = [twin('X'), twin('Y')];
    return {
      policy,
      portfolio: Portfolio.parse({
        ...portfolio,
        accounts: [...x.accounts, ...y.accounts],
        reps: [...x.reps, ...y.reps],
        engagements: [...x.engagements, ...y.engagements],
        ledger: [...x.ledger, ...y.ledger],
      }),
    };
  }

  it('are counted over all of them, as the independent checker does', () => {
    let several = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { portfolio, policy } = sideBySide(seed);
      const plan = planPortfolio({ portfolio, policy, digests });
      expect(auditPlan({ portfolio, policy, published: null, plan }).findings, `seed ${seed}`).toEqual([]);
      if (splitBlocks(portfolio, policy).length > 1 && (plan.certificate.starvedServed ?? 0) > 1) several++;
    }
    expect(several).toBeGreaterThan(5);
  });
});

describe('starved accounts that nobody can serve', () => {
  const { portfolio: base, policy } = waiting(1);
  const portfolio = Portfolio.parse({
    ...base,
    engagements: base.engagements.map((each) => ({ ...each, pinned: null, after: [], skills: ['nobody-has'] })),
  });

  it('are owed nothing: the plan is empty, its bound what no plan exceeds, and it claims nothing', () => {
    const plan = planPortfolio({ portfolio, policy, digests });
    expect(plan).toMatchObject({ assignments: [], objective: 0, bound: 0 });
    expect(plan.certificate.starvedServed).toBeUndefined();
    expect(auditPlan({ portfolio, policy, published: null, plan }).findings).toEqual([]);
  });
});
