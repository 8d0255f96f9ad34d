import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';
import { meetings, shortMonday } from './short-monday.ts';

const later = (time: string) => `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`;

/** The same portfolio, with a rep who works an hour longer each day and may plan an hour more. */
function withHour(portfolio: Portfolio, id: string): Portfolio {
  return Portfolio.parse({
    ...portfolio,
    reps: portfolio.reps.map((rep) =>
      rep.id === id
        ? {
            ...rep,
            hours: rep.hours.map((hours) => ({ ...hours, to: later(hours.to) })),
            maxMinutesPerDay: Math.min(1_440, rep.maxMinutesPerDay + 60),
          }
        : rep,
    ),
  });
}

const priceOf = ({ prices }: Plan, id: string) =>
  prices.filter(({ rep }) => rep === id).reduce((sum, { perHour }) => sum + perHour, 0);

/** More half-hour meetings than two reps can hold on a Monday, any of them at any time: which to hold is all there is to it. */
function alike(seed: number, rep: object, rules: object) {
  const random = randomStream(seed, 'hours');
  const ids = Array.from({ length: 60 }, (_, i) => String(i));
  const portfolio = Portfolio.parse({
    ...shortMonday(15),
    accounts: ids.map((id) => ({
      ...{ id: `A${id}`, stake: random.integer(50_000, 1_000_000), loss: { probability: 0.5, withinDays: 30 } },
      ...{ timeZone: 'Europe/Berlin', jurisdiction: 'DE', hours: [{ days: ['mo'], from: '08:00', to: '20:00' }] },
    })),
    engagements: meetings(ids),
    reps: ['R0', 'R1'].map((id) => ({
      ...{ id, team: 'T', timeZone: 'Europe/Berlin', hours: [{ days: ['mo'], from: '09:00', to: '17:00' }] },
      ...{ maxMinutesPerDay: 900, maxEngagementsPerDay: 40, ...rep },
    })),
  });
  const policy = Policy.parse({
    contract: 'policy/1',
    risk: { measure: 'neutral' },
    rep: { bufferMinutes: 0, breakAfter: 50, loadCeiling: 1, ...rules },
  });
  return { portfolio, policy };
}

describe('the price of an hour', () => {
  /** Meetings are whole: two more come in, each worth a little less than the last one before. */
  const TOLERANCE = 0.15;
  it.each([
    { binds: 'time', rep: {}, rules: {}, more: 2 },
    { binds: 'the daily cap of minutes', rep: { maxMinutesPerDay: 300 }, rules: {}, more: 2 },
    { binds: 'the load ceiling', rep: {}, rules: { loadCeiling: 0.5 }, more: 1 },
  ])('is what the objective gains by it, near enough, where $binds binds', ({ rep, rules, more }) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { portfolio, policy } = alike(seed, rep, rules);
      const plan = planPortfolio({ portfolio, policy, digests });
      for (const id of ['R0', 'R1']) {
        const again = planPortfolio({ portfolio: withHour(portfolio, id), policy, digests });
        const price = priceOf(plan, id);
        expect(again.assignments.length - plan.assignments.length, `seed ${seed}, ${id}`).toBe(more);
        expect(price, `seed ${seed}, ${id}`).toBeGreaterThan(0);
        expect(Math.abs(again.objective - plan.objective - price) / price, `seed ${seed}, ${id}`).toBeLessThan(
          TOLERANCE,
        );
      }
    }
  });

  it('is 0 where time is left', () => {
    const { portfolio, policy } = alike(1, {}, {});
    const few = {
      ...portfolio,
      engagements: portfolio.engagements.slice(0, 8),
      accounts: portfolio.accounts.slice(0, 8),
    };
    const plan = planPortfolio({ portfolio: few, policy, digests });
    expect(plan.prices.map(({ perHour }) => perHour)).toEqual([0, 0]);
    expect(planPortfolio({ portfolio: withHour(few, 'R0'), policy, digests }).objective).toBe(plan.objective);
  });

  it('adds up to what the hours bring where skills, windows and lengths differ', () => {
    const family = FAMILIES.find(({ name }) => name === 'time-300')!;
    const policy = familyPolicy(family);
    let prices = 0;
    let gains = 0;
    for (const seed of [1, 2]) {
      const portfolio = familyBlock(family, seed, 0);
      const plan = planPortfolio({ portfolio, policy, digests });
      for (const { id } of portfolio.reps) {
        prices += priceOf(plan, id);
        gains += planPortfolio({ portfolio: withHour(portfolio, id), policy, digests }).objective - plan.objective;
      }
    }
    // Each plan is within its proven gap, about as much as an hour a day is worth: only the sum says something.
    expect(gains / prices).toBeGreaterThan(0.7);
    expect(gains / prices).toBeLessThan(1.4);
  });
});
