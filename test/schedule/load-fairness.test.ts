import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { digests } from './digests.ts';
import { meetings, shortMonday } from './short-monday.ts';

type History = { readonly availableMinutes: number; readonly heldMinutes: number } | undefined;

/** Two reps who are alike but for what they carried, time for all of six meetings with either. */
function planned(histories: readonly [History, History], fairness: object = {}) {
  const ids = ['1', '2', '3', '4', '5', '6'];
  const portfolio = Portfolio.parse({
    ...shortMonday(30),
    accounts: ids.map((id) => ({
      id: `A${id}`,
      stake: 100_000,
      loss: { probability: 0.5, withinDays: 30 },
      ...{ timeZone: 'Europe/Berlin', jurisdiction: 'DE' },
    })),
    engagements: meetings(ids),
    reps: histories.map((history, r) => ({
      ...{ id: `R${r}`, team: 'T', timeZone: 'Europe/Berlin', hours: [{ days: ['mo'], from: '10:00', to: '17:00' }] },
      ...{ maxMinutesPerDay: 480, maxEngagementsPerDay: 8 },
      ...(history === undefined ? {} : { history }),
    })),
  });
  const policy = Policy.parse({ contract: 'policy/1', risk: { measure: 'neutral' }, rep: { fairness } });
  const plan = planPortfolio({ portfolio, policy, digests });
  expect(auditPlan({ portfolio, policy, published: null, plan }).findings).toEqual([]);
  return { plan, load: plan.load.map(({ plannedMinutes }) => plannedMinutes) };
}

const half = { availableMinutes: 4_000, heldMinutes: 2_000 };
const full = { availableMinutes: 4_000, heldMinutes: 3_800 };

describe('load fairness', () => {
  it('asks less of who carried more than the others, and says at what price', () => {
    const { plan, load } = planned([full, half]);
    expect(load[0]).toBe(0);
    expect(load[1]).toBe(180);
    // 3,800 of 4,000 against 5,800 of 8,000: 31 % above the mean, 10 % of it tolerated, times 20.
    expect(plan.load[0]).toMatchObject({ surchargePerMinute: 4 });
    expect(plan.load[0]?.historyShare).toBeCloseTo(1.3103, 4);
    expect(plan.load[1]).toMatchObject({ surchargePerMinute: 0 });
  });

  it('costs the objective what was charged for the minutes planned', () => {
    const { plan } = planned([full, full]);
    const { plan: none } = planned([undefined, undefined]);
    expect(plan.objective).toBe(none.objective);
    expect(plan.load.map(({ surchargePerMinute }) => surchargePerMinute)).toEqual([0, 0]);
    const { plan: charged } = planned([
      { availableMinutes: 100, heldMinutes: 100 },
      { availableMinutes: 100_000, heldMinutes: 1 },
    ]);
    const paid = charged.load.reduce((sum, row) => sum + (row.surchargePerMinute ?? 0) * row.plannedMinutes, 0);
    expect(charged.objective).toBe(none.objective - paid);
  });

  it('does not flood who was away: absence is no part of the window, and a low load brings no discount', () => {
    const back = { availableMinutes: 400, heldMinutes: 200 };
    const { plan } = planned([back, half]);
    const { plan: none } = planned([undefined, undefined]);
    const places = ({ assignments }: typeof plan) =>
      assignments.map(({ engagement, rep, start }) => [engagement, rep, start]);
    expect(plan.load.map(({ surchargePerMinute }) => surchargePerMinute)).toEqual([0, 0]);
    expect(places(plan)).toEqual(places(none));
  });

  it('only reports where the policy charges nothing', () => {
    const { plan } = planned([full, half], { perMinute: 0 });
    expect(plan.load[0]).toMatchObject({ surchargePerMinute: 0 });
    expect(plan.load[0]?.historyShare).toBeGreaterThan(1);
  });
});
