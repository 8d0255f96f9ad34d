import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Plan } from '../../core/model/plan.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { digests } from './digests.ts';

function family(name: string): Family {
  const found = FAMILIES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no family ${name}`);
  return found;
}

export interface FamilyCase {
  readonly name: string;
  readonly load: number;
  readonly seed: number;
  /** Largest proven gap allowed: a third to a half above what is measured, so that only a real regression fails. */
  readonly gap: number;
}

/** What holds for every family: a sound plan, proven, with every engagement explained. */
export function holdFamilies(cases: readonly FamilyCase[]): void {
  describe.each(cases)('family $name at load $load', ({ name, load, seed, gap }) => {
    const chosen = { ...family(name), load };
    const portfolio = familyBlock(chosen, seed, 0);
    const policy = familyPolicy(chosen);
    const plan = planPortfolio({ portfolio, policy, digests });

    it('gives a plan of the contract that the independent checker passes', () => {
      expect(Plan.safeParse(plan).error?.issues).toBeUndefined();
      expect(auditPlan({ portfolio, policy, published: null, plan }).findings).toEqual([]);
    });

    it(`is proven to within ${100 * gap} % of the optimum`, () => {
      expect(plan.gap).toBeLessThanOrEqual(gap);
      expect(plan.bound).toBeGreaterThanOrEqual(plan.objective);
    });

    it('explains every engagement once, with numbers', () => {
      const rows = [...plan.assignments, ...plan.unscheduled];
      expect(rows.map(({ engagement }) => engagement).sort()).toEqual(portfolio.engagements.map(({ id }) => id).sort());
      for (const { engagement, reasons } of rows) expect(reasons.length, engagement).toBeGreaterThan(0);
    });
  });
}
