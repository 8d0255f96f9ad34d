import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Policy } from '../../core/model/policy.ts';
import { blockWork } from '../../core/policy/block-work.ts';
import { guardBudget } from '../../core/policy/guardrails/budget-guard.ts';
import { meterBudget, NOTHING_SPENT, spentTogether } from '../../core/policy/guardrails/budget-meter.ts';
import { costOf, estimateRun } from '../../core/policy/run-estimate.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';

/** `load` accounts with an engagement each and one rep, over ten days. */
function portfolioOf(load: number) {
  const ids = Array.from({ length: load }, (_, n) => n);
  const parsed = parsePortfolio(
    portfolioBody({
      horizon: { start: '2026-11-23', days: 10 },
      accounts: ids.map((n) => accountBody({ id: `A-${n}` })),
      engagements: ids.map((n) => engagementBody({ id: `E-${n}`, account: `A-${n}` })),
      reps: [repBody()],
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value;
}
const base = Policy.parse({ contract: 'policy/1' });
/** Caps on work that ten engagements just keep, and four times as many just do not break. */
const unit = estimateRun(portfolioOf(10), base).work;
const policy: Policy = { ...base, budget: { ...base.budget, work: { soft: unit, hard: unit * 4 } } };

describe('the budget guard, load raised step by step', () => {
  const stages = [10, 11, 20, 21, 40, 80, 81].map((load) => ({
    load,
    ...guardBudget(portfolioOf(load), policy),
  }));
  const of = (load: number) => stages.find((stage) => stage.load === load);

  it('gives nothing up while the estimate keeps its soft caps', () => {
    expect(of(10)).toMatchObject({ verdict: 'go', degradations: [], reasons: [], concurrency: 1 });
  });

  it('shortens the horizon first, and no more than that where it is enough', () => {
    expect(of(11)).toMatchObject({ verdict: 'degraded', degradations: ['shorter-horizon'] });
    expect(of(20)?.verdict === 'degraded' && of(20)).toMatchObject({ portfolio: { horizon: { days: 5 } } });
  });

  it('searches less next, and leaves alone what would not help', () => {
    for (const load of [21, 40, 80])
      expect(of(load)).toMatchObject({ verdict: 'degraded', degradations: ['shorter-horizon', 'less-search'] });
  });

  it('refuses what breaks a hard cap with everything given up, with the cap named, and changes nothing', () => {
    const tight = { ...policy, budget: { ...policy.budget, work: { soft: unit, hard: unit } } };
    const portfolio = portfolioOf(81);
    const before = JSON.stringify([portfolio, tight]);
    expect(guardBudget(portfolio, tight)).toMatchObject({
      verdict: 'refused',
      reasons: [{ cap: 'work', soft: unit, hard: unit }],
    });
    expect(JSON.stringify([portfolio, tight])).toBe(before);
  });

  it('goes through its stages in the declared order and ends refused', () => {
    const tight = { ...policy, budget: { ...policy.budget, work: { soft: unit, hard: unit } } };
    const given = [10, 11, 20, 21, 30, 81].map((load) => {
      const verdict = guardBudget(portfolioOf(load), tight);
      return verdict.verdict === 'refused' ? 'refused' : verdict.degradations.join(' ');
    });
    expect([...new Set(given)]).toEqual(['', 'shorter-horizon', 'shorter-horizon less-search', 'refused']);
  });
});

describe('the estimate of a run', () => {
  /** 40 accounts, the first `small` of them of one tier, the others of another. */
  const tiers = (small: number) => ({
    ...portfolioOf(40),
    equityGroups: ['tier'],
    accounts: portfolioOf(40).accounts.map((account, n) => ({
      ...account,
      groups: { tier: n < small ? 'small' : 'enterprise' },
    })),
  });
  const plain = estimateRun(portfolioOf(40), base);
  const { rounds } = base.risk;
  const { parityRounds } = base.equity;

  it('counts the rounds that reach the coverage floor, after those of θ', () => {
    const { work, writes, microDollars } = estimateRun(tiers(20), base);
    expect(work).toBeCloseTo((plain.work * (rounds + parityRounds)) / rounds, 9);
    expect(writes).toBeGreaterThan(plain.writes);
    expect(microDollars).toBe(costOf({ work, writes }));
    const neutral = { ...base, risk: { ...base.risk, measure: 'neutral' as const } };
    expect(estimateRun(tiers(20), neutral).work).toBeCloseTo((plain.work * (1 + parityRounds)) / rounds, 9);
  });

  it('counts none where coverage is only reported, or fewer than two values are large enough to be held to it', () => {
    const reported = { ...base, equity: { ...base.equity, parityRounds: 0 } };
    for (const estimate of [
      estimateRun(tiers(20), reported),
      estimateRun(tiers(19), base),
      estimateRun(tiers(0), base),
    ])
      expect(estimate).toEqual(plain);
  });
});

describe('the budget guard', () => {
  const capped = (budget: object, more: object = {}) => Policy.parse({ contract: 'policy/1', budget, ...more });
  const given = (verdict: ReturnType<typeof guardBudget>) =>
    verdict.verdict === 'refused' ? 'refused' : verdict.degradations;
  const { writes, microDollars } = estimateRun(portfolioOf(40), base, 3);

  it.each([
    ['work', { work: { soft: unit, hard: 1e9 } }, ['shorter-horizon', 'less-search']],
    ['money', { microDollars: { soft: microDollars - 1, hard: 1e9 } }, ['shorter-horizon']],
    ['concurrency', { concurrency: { soft: 2, hard: 9 } }, ['shards-in-sequence']],
    ['contacts', { contacts: { soft: 5, hard: 90 } }, ['fewer-touches']],
    [
      'writes',
      { writes: { soft: writes - 1, hard: 1e9 }, contacts: { soft: 5, hard: 90 } },
      ['shorter-horizon', 'fewer-touches'],
    ],
  ])('over the soft cap on %s gives up what helps that cap, and nothing else', (_, budget, expected) => {
    expect(given(guardBudget(portfolioOf(40), capped(budget), 3))).toEqual(expected);
  });

  it.each([
    ['work', { work: { soft: 0, hard: 0 } }],
    ['microDollars', { microDollars: { soft: 1, hard: 1 } }],
    ['writes', { writes: { soft: 1, hard: 1 } }],
    ['concurrency', { concurrency: { soft: 0, hard: 0 } }],
  ])('over the hard cap on %s refuses, with that cap named', (cap, budget) => {
    expect(guardBudget(portfolioOf(40), capped(budget), 3)).toMatchObject({ verdict: 'refused', reasons: [{ cap }] });
  });

  it('searches less until there is nothing left to give up', () => {
    const least = { search: { dualIterations: 1, sweeps: 1, beamWidth: 1 }, budget: { work: { soft: 0, hard: 1e9 } } };
    const policy = (search: object) => Policy.parse({ contract: 'policy/1', ...least, search });
    expect(given(guardBudget(portfolioOf(4), policy(least.search)))).toEqual(['shorter-horizon']);
    for (const more of [{ dualIterations: 2 }, { sweeps: 2 }, { beamWidth: 2 }]) {
      const less = guardBudget(portfolioOf(4), policy({ ...least.search, ...more }));
      expect(given(less)).toEqual(['shorter-horizon', 'less-search']);
      expect(less.verdict === 'degraded' && less.policy.search).toEqual(least.search);
    }
  });

  it('gives up no touches where all that are over are mandatory', () => {
    const portfolio = portfolioOf(4);
    const engagements = portfolio.engagements.map((one) => ({ ...one, mandatory: true }));
    const kept = guardBudget({ ...portfolio, engagements }, capped({ contacts: { soft: 2, hard: 9 } }));
    expect(kept).toMatchObject({
      verdict: 'go',
      degradations: [],
      reasons: [{ cap: 'contacts', estimate: 4, soft: 2 }],
    });
  });

  it('says how near the run comes to the cap it comes nearest to', () => {
    const { work } = estimateRun(portfolioOf(4), base);
    const budget = { work: { soft: 2 * work, hard: 2 * work }, writes: { soft: 1e9, hard: 1e9 } };
    expect(guardBudget(portfolioOf(4), capped(budget)).pressure).toBeCloseTo(0.5, 12);
  });

  it('refuses where more touches are mandatory than the hard cap on contacts allows, and plans up to it otherwise', () => {
    const portfolio = portfolioOf(10);
    const mandatory = { ...portfolio, engagements: portfolio.engagements.map((one) => ({ ...one, mandatory: true })) };
    const policy = capped({ contacts: { soft: 3, hard: 9 } });
    expect(guardBudget(mandatory, policy)).toMatchObject({
      verdict: 'refused',
      reasons: [{ cap: 'contacts', estimate: 10 }],
    });
    const soft = guardBudget(portfolio, policy);
    expect(soft.verdict === 'degraded' && soft.policy.budget.contacts).toEqual({ soft: 3, hard: 3 });
    const some = mandatory.engagements.map((one, n) => ({ ...one, mandatory: n < 5 }));
    const raised = guardBudget({ ...portfolio, engagements: some }, policy);
    expect(raised.verdict === 'degraded' && raised.policy.budget.contacts.hard).toBe(5);
  });

  it('plans all shards at once up to the soft cap, and as many as that where there are more', () => {
    const atOnce = (shards: number) => {
      const verdict = guardBudget(portfolioOf(10), capped({ concurrency: { soft: 4, hard: 8 } }), shards);
      return verdict.verdict === 'refused' ? 0 : verdict.concurrency;
    };
    expect([1, 4, 5, 200].map(atOnce)).toEqual([1, 4, 4, 4]);
  });

  it('follows the order the policy declares, and never gives up what that does not name', () => {
    const budget = { work: { soft: unit, hard: 1e9 }, degrade: ['less-search', 'shorter-horizon'] };
    expect(given(guardBudget(portfolioOf(11), capped(budget)))).toEqual(['less-search']);
    expect(given(guardBudget(portfolioOf(80), capped(budget)))).toEqual(['less-search', 'shorter-horizon']);
    const never = { work: { soft: unit, hard: unit * 2 }, degrade: ['shards-in-sequence'] };
    expect(given(guardBudget(portfolioOf(20), capped(never)))).toEqual([]);
    expect(given(guardBudget(portfolioOf(21), capped(never)))).toBe('refused');
    expect(
      Policy.safeParse({ contract: 'policy/1', budget: { degrade: ['less-search', 'less-search'] } }).success,
    ).toBe(false);
  });

  it('counts no touch with somebody who objected, was agreed before, or lies after the horizon', () => {
    const portfolio = portfolioOf(4);
    const [first, second, third, fourth] = portfolio.engagements;
    if (!first || !second || !third || !fourth) throw new Error('four engagements');
    const accounts = portfolio.accounts.map((account) =>
      account.id === first.account ? { ...account, contact: { ...account.contact, objected: true } } : account,
    );
    const pinned = { ...second, pinned: { rep: portfolio.reps[0]!.id, start: portfolio.asOf } };
    const late = { ...third, earliest: '2026-12-03' as const, due: '2026-12-09' as const };
    const engagements = [first, pinned, late, fourth];
    expect(estimateRun({ ...portfolio, accounts, engagements }, base).contacts).toBe(1);
    expect(estimateRun(portfolio, base).contacts).toBe(4);
  });
});

describe('the meter of the budget guard', () => {
  const parts = [
    { work: 10, writes: 100 },
    { work: 30, writes: 50 },
  ];

  it('adds up what parts of a run used', () => {
    expect(spentTogether(parts)).toEqual({ work: 40, writes: 150 });
    expect(spentTogether([])).toEqual(NOTHING_SPENT);
  });

  it.each([
    ['work', { work: { soft: 1, hard: 39 } }, 40],
    ['writes', { writes: { soft: 1, hard: 149 } }, 150],
    ['microDollars', { microDollars: { soft: 1, hard: 1 } }, costOf({ work: 40, writes: 150 })],
  ] as const)('stops what used more %s than its hard cap, with the amount', (cap, budget, used) => {
    const tight = Policy.parse({ contract: 'policy/1', budget });
    expect(meterBudget(spentTogether(parts), tight)).toMatchObject([{ cap, estimate: used }]);
  });

  it('lets pass what is over soft caps only', () => {
    const soft = Policy.parse({ contract: 'policy/1', budget: { work: { soft: 1, hard: 40 } } });
    expect(meterBudget(spentTogether(parts), soft)).toEqual([]);
  });

  it('counts no more work for the blocks of a portfolio than the estimate did for the whole', () => {
    const portfolio = portfolioOf(30);
    const whole = blockWork(portfolio, base.search, {
      accounts: portfolio.accounts.map(({ id }) => id),
      reps: portfolio.reps.map(({ id }) => id),
    });
    expect(whole * base.risk.rounds).toBeCloseTo(estimateRun(portfolio, base).work, 9);
    const half = { accounts: portfolio.accounts.slice(0, 15).map(({ id }) => id), reps: ['R-1'] };
    expect(blockWork(portfolio, base.search, half)).toBeCloseTo(whole / 2, 9);
  });
});
