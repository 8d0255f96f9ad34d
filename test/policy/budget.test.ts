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
  const stages = [10, 11, 20, 21, 40, 80, 200, 220].map((load) => ({
    load,
    ...guardBudget(portfolioOf(load), policy),
  }));
  const of = (load: number) => stages.find((stage) => stage.load === load);

  it('gives nothing up while the estimate keeps its soft caps', () => {
    expect(of(10)).toMatchObject({ verdict: 'go', degradations: [], reasons: [], concurrency: 40 });
  });

  it('shortens the horizon first, and no more than that where it is enough', () => {
    expect(of(11)).toMatchObject({ verdict: 'degraded', degradations: ['shorter-horizon'], concurrency: 40 });
    expect(of(20)?.verdict === 'degraded' && of(20)).toMatchObject({ portfolio: { horizon: { days: 5 } } });
  });

  it('searches less next, and plans shards in sequence last', () => {
    expect(of(21)).toMatchObject({ degradations: ['shorter-horizon', 'less-search'], concurrency: 40 });
    expect(of(80)).toMatchObject({
      verdict: 'degraded',
      degradations: ['shorter-horizon', 'less-search', 'shards-in-sequence'],
      concurrency: 1,
    });
  });

  it('refuses what breaks a hard cap with everything given up, with the cap named, and changes nothing', () => {
    const portfolio = portfolioOf(220);
    const before = JSON.stringify(portfolio);
    expect(guardBudget(portfolio, policy)).toMatchObject({
      verdict: 'refused',
      reasons: [{ cap: 'work', hard: unit * 4 }],
    });
    expect(JSON.stringify(portfolio)).toBe(before);
  });

  it('goes through its stages in the declared order and ends refused', () => {
    expect(stages.map(({ verdict }) => verdict)).toEqual([
      'go',
      'degraded',
      'degraded',
      'degraded',
      'degraded',
      'degraded',
      'degraded',
      'refused',
    ]);
  });

  it('holds money and writes to their caps as work, and concurrency to its hard cap', () => {
    for (const cap of ['microDollars', 'writes'] as const) {
      const tight = { ...base, budget: { ...base.budget, [cap]: { soft: 1, hard: 1 } } };
      expect(guardBudget(portfolioOf(10), tight)).toMatchObject({ verdict: 'refused', reasons: [{ cap }] });
    }
    const narrow = { ...base, budget: { ...base.budget, concurrency: { soft: 40, hard: 3 } } };
    expect(guardBudget(portfolioOf(10), narrow)).toMatchObject({ concurrency: 3 });
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
    ['contacts', { contacts: { soft: 1, hard: 6 } }, 7],
  ] as const)('stops what used more %s than its hard cap, with the amount', (cap, budget, used) => {
    const tight = Policy.parse({ contract: 'policy/1', budget });
    expect(meterBudget(spentTogether(parts), tight, 7)).toMatchObject([{ cap, estimate: used }]);
  });

  it('lets pass what is over soft caps only', () => {
    const soft = Policy.parse({
      contract: 'policy/1',
      budget: { work: { soft: 1, hard: 40 }, contacts: { soft: 1, hard: 7 } },
    });
    expect(meterBudget(spentTogether(parts), soft, 7)).toEqual([]);
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
