import { describe, expect, it } from 'vitest';
import { Portfolio } from '../../core/model/portfolio.ts';
import { isEligible } from '../../core/schedule/block-coverage.ts';
import { carriedBonuses } from '../../core/schedule/carried-bonuses.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';

const family = FAMILIES.find(({ name }) => name === 'all-300')!;
const portfolio = familyBlock(family, 1, 0);
const policy = familyPolicy(family);
const { floor } = policy.equity;

/** The portfolio with the accounts of `low` in one value of the group, as many as `high` in another, the rest in none. */
function grouped(low: number, high: number) {
  const accounts = portfolio.accounts.map((account, a) => ({
    ...account,
    contact: { ...account.contact, objected: false },
    groups: a < low ? { tier: 'low' } : a < low + high ? { tier: 'high' } : {},
  }));
  const changed = Portfolio.parse({ ...portfolio, accounts });
  return splitBlocks(changed, policy).map((block) => problemOf(changed, policy, NO_COMMITMENTS, block));
}

function carried(low: number, high: number, earlier: Parameters<typeof carriedBonuses>[2], rules = policy) {
  return carriedBonuses(rules, grouped(low, high), earlier);
}

const earlier = [
  { group: 'tier', value: 'low', bonus: 900 },
  { group: 'tier', value: 'high', bonus: -100 },
];

describe('bonuses carried over from an earlier plan', () => {
  it('keeps what is given and charges what cancels it for the accounts there are now', () => {
    const eligible = (value: string, low: number, high: number): number =>
      grouped(low, high).reduce(
        (sum, problem) =>
          sum + problem.accounts.filter(({ groups }, a) => groups['tier'] === value && isEligible(problem, a)).length,
        0,
      );
    const sizes = [
      [60, 150],
      [120, 60],
    ] as const;
    const charges = sizes.map(([low, high]) => {
      const [given, charged] = carried(low, high, earlier);
      expect(given).toEqual(earlier[0]);
      expect(charged?.value).toBe('high');
      const paid = -(charged?.bonus ?? 0) * eligible('high', low, high);
      const due = floor * 900 * eligible('low', low, high);
      expect(paid).toBeLessThanOrEqual(due);
      expect(paid).toBeGreaterThan(0.97 * due);
      return -(charged?.bonus ?? 0);
    });
    expect(charges[1]).toBeGreaterThan(2 * charges[0]!);
  });

  it('leaves out a value that is too small by now to be held to the floor, and charges nobody for it', () => {
    expect(carried(policy.equity.minimumSize - 5, 150, earlier)).toEqual([]);
  });

  it('gives without a charge where the value that was charged is too small by now', () => {
    expect(carried(150, policy.equity.minimumSize - 5, earlier)).toEqual([earlier[0]]);
  });

  it('carries nothing where the earlier plan had none, or the policy allows no rounds for the floor', () => {
    expect(carried(60, 150, [])).toEqual([]);
    expect(carried(60, 150, earlier, { ...policy, equity: { ...policy.equity, parityRounds: 0 } })).toEqual([]);
  });
});
