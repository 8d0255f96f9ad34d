import { describe, expect, it } from 'vitest';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { isSmallChange } from '../../core/schedule/small-change.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const portfolio = familyBlock(family, 1, 0);
const plan = planPortfolio({ portfolio, policy: familyPolicy(family), digests });
const isSmall = (changed: Portfolio) => isSmallChange(plan, changed, digests.policy);
const without = (count: number) => {
  const gone = new Set(portfolio.accounts.slice(0, count).map(({ id }) => String(id)));
  return Portfolio.parse({
    ...portfolio,
    accounts: portfolio.accounts.filter(({ id }) => !gone.has(id)),
    engagements: portfolio.engagements.filter(({ account }) => !gone.has(account)),
    ledger: portfolio.ledger.filter(({ account }) => !gone.has(account)),
  });
};
const share = (changed: Portfolio) => 1 - changed.engagements.length / portfolio.engagements.length;

describe('a change since an earlier plan', () => {
  it('is small where nothing changed', () => expect(isSmall(portfolio)).toBe(true));

  it('is small where a rep is away for two days', () => {
    const [first, ...others] = portfolio.reps;
    const away = { ...first!, leave: [{ from: '2026-11-23', to: '2026-11-24' }] };
    expect(isSmall(Portfolio.parse({ ...portfolio, reps: [away, ...others] }))).toBe(true);
  });

  it('is small up to one engagement in twenty, and large beyond', () => {
    const [few, many] = [without(3), without(8)];
    expect([share(few), share(many)]).toEqual([expect.closeTo(0.03, 1), expect.closeTo(0.09, 1)]);
    expect(share(few)).toBeLessThanOrEqual(0.05);
    expect(share(many)).toBeGreaterThan(0.05);
    expect([isSmall(few), isSmall(many)]).toEqual([true, false]);
  });

  it('is large where work has come instead of other work, though it is as much', () => {
    const named = (id: string) => `new-${id}`;
    const renamed = portfolio.engagements.map((each, i) => (i < 10 ? { ...each, id: named(each.id) } : each));
    const ids = new Map(portfolio.engagements.slice(0, 10).map(({ id }) => [String(id), named(id)]));
    const engagements = renamed.map((each) => ({ ...each, after: each.after.map((id) => ids.get(id) ?? id) }));
    expect(isSmall(Portfolio.parse({ ...portfolio, engagements }))).toBe(false);
  });

  it('is large under another policy', () => expect(isSmallChange(plan, portfolio, digests.code)).toBe(false));

  it('is large where the horizon has moved on, or is longer', () => {
    const { horizon } = portfolio;
    const moved = { ...portfolio, horizon: { ...horizon, start: '2026-11-24' } };
    const longer = { ...portfolio, horizon: { ...horizon, days: horizon.days + 5 } };
    expect([isSmall(Portfolio.parse(moved)), isSmall(Portfolio.parse(longer))]).toEqual([false, false]);
  });
});
