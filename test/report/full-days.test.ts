import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { fullDays } from '../../core/report/full-days.ts';
import { planView } from '../../core/report/plan-view.ts';
import { reportFixture } from '../support/report-fixture.ts';

const fixture = reportFixture({ accounts: 40, reps: 1, days: 1 });
const [base] = fixture.plan.assignments;
if (base === undefined) throw new Error('the fixture has meetings');
const [rep] = fixture.portfolio.reps;
if (rep === undefined) throw new Error('the fixture has a rep');
/** One rep, one day, meetings of so many minutes every two hours from 08:00 UTC, which is 09:00 in Berlin. */
const day = (minutes: readonly number[], limits: Partial<typeof rep>, waits: number) => {
  const engagements = fixture.portfolio.engagements.map((each) => ({
    ...each,
    minutes: waits,
    skills: [],
    languages: [],
    roles: [],
    teams: [],
  }));
  const assignments = minutes.map((length, index) => ({
    ...base,
    minutes: length,
    start: `2026-11-23T${String(8 + 2 * index).padStart(2, '0')}:00:00Z`,
  }));
  const unscheduled = engagements.slice(0, 1).map(({ id, account }) => ({
    engagement: id,
    account,
    cause: 'outbid' as const,
    mandatory: false,
    reasons: [],
    cheapestChange: { kind: 'none' as const },
  }));
  return fullDays(
    planView({
      portfolio: { ...fixture.portfolio, engagements, reps: [{ ...rep, busy: [], leave: [], ...limits }] },
      policy: Policy.parse({ contract: 'policy/1' }),
      plan: { ...fixture.plan, assignments, unscheduled },
    }),
  );
};

describe('full days', () => {
  it('are those whose minutes leave no room for what waits, though some are left', () => {
    const limits = { maxMinutesPerDay: 135, maxEngagementsPerDay: 6 };
    expect(day([60, 60], limits, 30)).toEqual([{ rep: 'R-1', days: 1, full: 1 }]);
    expect(day([60, 60], limits, 15)).toEqual([{ rep: 'R-1', days: 1, full: 0 }]);
  });

  it('are those with as many meetings as the rep may have', () => {
    expect(day([15, 15], { maxMinutesPerDay: 400, maxEngagementsPerDay: 2 }, 15)[0]?.full).toBe(1);
    expect(day([15, 15], { maxMinutesPerDay: 400, maxEngagementsPerDay: 3 }, 15)[0]?.full).toBe(0);
  });

  it('are those without a free stretch of that length, and no day that nobody works', () => {
    const hours = [{ days: ['mo' as const], from: '09:00', to: '11:00' }];
    const limits = { maxMinutesPerDay: 400, maxEngagementsPerDay: 9, hours };
    expect(day([30], limits, 60)[0]?.full).toBe(0);
    expect(day([30], limits, 90)[0]?.full).toBe(1);
    const leave = [{ from: '2026-11-23', to: '2026-11-23' }];
    expect(day([], { ...limits, leave }, 30)).toEqual([{ rep: 'R-1', days: 0, full: 0 }]);
  });
});
