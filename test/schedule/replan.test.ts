import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import type { Commitment } from '../../core/model/plan.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-300')!;
const portfolio = familyBlock(family, 2, 0);
const policy = { ...familyPolicy(family), risk: { measure: 'neutral', alpha: 0.95, rounds: 1 } as const };
const plan = planPortfolio({ portfolio, policy, digests });
const commitments: readonly Commitment[] = plan.assignments.map(({ engagement, rep, start }) => ({
  engagement,
  rep,
  start,
}));
const published = { digest: digests.code, commitments };

const moved = (assignments: typeof plan.assignments) =>
  commitments.filter(
    ({ engagement, rep, start }) =>
      !assignments.some((row) => row.engagement === engagement && row.rep === rep && row.start === start),
  ).length;

describe('planning again over a published plan', () => {
  it('moves hardly anything where nothing changed, and the checker agrees on what it cost', () => {
    const again = planPortfolio({ portfolio, policy, published, digests });
    expect(moved(again.assignments) / commitments.length).toBeLessThan(0.15);
    expect(auditPlan({ portfolio, policy, published, plan: again }).findings).toEqual([]);
  });

  it('moves less the more a move costs', () => {
    const dear = { ...policy, value: { ...policy.value, disruptionCost: 100_000 } };
    const again = planPortfolio({ portfolio, policy: dear, published, digests });
    expect(moved(again.assignments) / commitments.length).toBeLessThan(0.02);
  });

  it('from the earlier plan moves next to nothing for one more day of leave, and stays near the best', () => {
    const [first, ...others] = portfolio.reps;
    const sick = { ...first!, leave: [...first!.leave, { from: '2026-11-24', to: '2026-11-24' }] };
    const changed = Portfolio.parse({ ...portfolio, reps: [sick, ...others] });
    const again = planPortfolio({ portfolio: changed, policy, published, digests, warm: plan });
    expect(auditPlan({ portfolio: changed, policy, published, plan: again }).findings).toEqual([]);
    expect(again.gap).toBeLessThan(0.02);
    const lost = plan.assignments.filter(({ rep, start }) => rep === sick.id && start.startsWith('2026-11-24')).length;
    expect(moved(again.assignments)).toBeLessThanOrEqual(lost + 0.1 * commitments.length);
  });

  it('from the earlier plan, for accounts that are new, charges as many as there are now, moves little and stays near the best', () => {
    const other = familyBlock(family, 1_002, 0);
    const added = other.accounts.slice(0, 10);
    const work = added.flatMap(({ id }) => other.engagements.filter(({ account }) => account === id).slice(0, 1));
    const changed = Portfolio.parse({
      ...portfolio,
      accounts: [...portfolio.accounts, ...added.map((account) => ({ ...account, id: `new-${account.id}` }))],
      engagements: [
        ...portfolio.engagements,
        ...work.map((each) => ({ ...each, id: `new-${each.id}`, account: `new-${each.account}` })),
      ],
    });
    expect(plan.certificate.coverage?.length).toBeGreaterThan(0);
    const again = planPortfolio({ portfolio: changed, policy, published, digests, warm: plan });
    expect(auditPlan({ portfolio: changed, policy, published, plan: again }).findings).toEqual([]);
    expect(again.gap).toBeLessThan(0.02);
    expect(moved(again.assignments)).toBeLessThanOrEqual(0.15 * commitments.length);
  });

  it('brings in what is raised in value by the cheapest change, or what gains more', () => {
    // Bonuses of the coverage floor are found anew for each plan, and move what is outbid by a little.
    const unfloored = { ...policy, equity: { ...policy.equity, parityRounds: 0 } };
    const plan = planPortfolio({ portfolio, policy: unfloored, digests });
    const outbid = plan.unscheduled.filter(
      ({ cause, cheapestChange }) => cause === 'outbid' && cheapestChange.kind === 'value',
    );
    expect(outbid.length).toBeGreaterThan(10);
    const sample = outbid.filter((_, index) => index % Math.ceil(outbid.length / 12) === 0);
    const outcomes = sample.map(({ engagement, account, reasons, cheapestChange }) => {
      const value = reasons[0]?.numbers['value'] ?? 0;
      const cost = 500;
      // Value is linear in the stake at risk aversion 0; contact cost is not.
      const factor = (value + cost + (cheapestChange.value ?? 0) + 1) / (value + cost);
      const raised = portfolio.accounts.map((each) =>
        each.id === account ? { ...each, stake: Math.ceil(each.stake * factor) } : each,
      );
      const again = planPortfolio({
        portfolio: Portfolio.parse({ ...portfolio, accounts: raised }),
        policy: unfloored,
        digests,
        warm: plan,
      });
      const scheduled = again.assignments.some((row) => row.engagement === engagement);
      return { engagement, scheduled, gain: again.objective - plan.objective };
    });
    // One unit more than what it displaces: 49 of 54 over three seeds find the very exchange that gains it, the others one
    // that gains at least as much.
    for (const { engagement, scheduled, gain } of outcomes) if (!scheduled) expect(gain, engagement).toBeGreaterThan(0);
    const found = outcomes.filter(({ scheduled }) => scheduled);
    expect(found.length / outcomes.length).toBeGreaterThanOrEqual(0.8);
  });
});
