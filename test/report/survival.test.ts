import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { summary } from '../../core/report/summary.ts';
import { reasonText } from '../../core/report/wording.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from '../schedule/digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const portfolio = familyBlock(family, 1, 0);

function told(value: object) {
  const plain = familyPolicy(family);
  const policy = Policy.parse({ ...plain, value: { ...plain.value, ...value }, risk: { measure: 'neutral' } });
  const plan = planPortfolio({ portfolio, policy, digests });
  const later = plan.assignments.flatMap(({ reasons }) => reasons.filter(({ numbers }) => numbers['touchDay'] === 2));
  return {
    page: summary({ portfolio, policy, plan }),
    reason: later[0] === undefined ? '' : reasonText(later[0], { currency: 'EUR' }),
  };
}

describe('what is said of a plan', () => {
  it('names the chance that it lasts, in the summary and with each reason, where the policy has one', () => {
    const { page, reason } = told({ survivalPerDay: 0.9 });
    expect(page).toContain('Plans change, so a meeting counts 10% less for each day it is ahead.');
    expect(reason).toContain('of what is still to come, with 81% chance that the plan lasts until then');
  });

  it('says nothing of it where there is none, or it is 1', () => {
    for (const value of [{}, { survivalPerDay: 1 }]) {
      const { page, reason } = told(value);
      expect(page).not.toContain('Plans change');
      expect(reason).toMatch(/^\d.* of what is still to come/);
      expect(reason).not.toContain('lasts');
    }
  });
});
