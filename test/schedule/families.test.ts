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

/** Largest proven gap allowed: a third to a half above what is measured, so that only a real regression fails. */
const CASES = [
  { name: 'time-100', load: 1.3, seed: 1, gap: 0.005 },
  { name: 'time-300', load: 0.7, seed: 2, gap: 0.002 },
  { name: 'time-1k', load: 1.3, seed: 1, gap: 0.003 },
  { name: 'all-100', load: 1.3, seed: 1, gap: 0.02 },
  { name: 'all-300', load: 1, seed: 3, gap: 0.015 },
  // Reps that are all alike and full by number, by minutes, or by both: ties everywhere.
  { name: 'count-300', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'count-1k', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'minutes-300', load: 1.3, seed: 1, gap: 0.003 },
  { name: 'minutes-1k', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'mixed-300', load: 1.3, seed: 1, gap: 0.005 },
  { name: 'mixed-1k', load: 1.3, seed: 1, gap: 0.004 },
  // The issue asks for 3 % at 1,000 engagements with every hard rule on.
  { name: 'all-1k', load: 1.3, seed: 1, gap: 0.01 },
];

describe.each(CASES)('family $name at load $load', ({ name, load, seed, gap }) => {
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
