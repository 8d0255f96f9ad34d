import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXACT_COMBINATIONS } from '../../core/audit/account-term.ts';
import { figuresOf } from '../../core/audit/figures.ts';
import { account, type Case, engagement, rep } from './example.ts';
import { naiveBound } from './naive-bound.ts';
import { optimum, tiny, worldOf } from './tiny-world.ts';

const dayNames = ['mo', 'tu', 'we', 'th', 'fr'];

describe('the bound recomputed from multipliers', () => {
  it('equals the formula of the page on tiny worlds', () => {
    fc.assert(
      fc.property(tiny(4), (input) => {
        const world = worldOf(input, input.theta);
        expect(figuresOf(world.context).bound()).toBe(naiveBound(world, EXACT_COMBINATIONS));
      }),
      { numRuns: 60 },
    );
  });
  it('is at least the best plan there is, whatever the multipliers', () => {
    fc.assert(
      fc.property(tiny(2), (input) => {
        const world = worldOf(input, input.theta);
        const best = optimum(world);
        if (best > Number.NEGATIVE_INFINITY)
          expect(Number(figuresOf(world.context).bound())).toBeGreaterThanOrEqual(best);
      }),
      { numRuns: 25 },
    );
  });
  it('uses the over-estimate where an account has too many combinations, and is a bound there, too', () => {
    const ids = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6', 'E-7'];
    const input: Case = {
      portfolio: {
        horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
        accounts: [account('A-1', { owner: 'R-1', stake: 3_000_000 })],
        engagements: ids.map((id, i) => engagement(id, 'A-1', { effect: 0.1 + i / 10, minutes: 30 + 5 * i })),
        reps: ['R-1', 'R-2'].map((id) =>
          rep(id, { team: id, hours: [{ days: dayNames, from: '09:00', to: '12:00' }] }),
        ),
      },
      policy: { rep: { loadCeiling: 1 }, contact: { caps: [], minimumGapHours: 24, noticeBusinessHours: 0 } },
      placed: [],
      prices: (_, date, slots) => ({
        slots: Array.from({ length: slots }, (_price, k) => (k % 7) * 3_000),
        perHour: date === '2026-11-23' ? 20_000 : 0,
        perEngagement: 500,
      }),
    };
    const world = worldOf(input, 1e-6);
    const bound = figuresOf(world.context).bound();
    expect(bound).toBe(naiveBound(world, EXACT_COMBINATIONS));
    expect(bound).toBeGreaterThanOrEqual(naiveBound(world, 1e9));
  });
});
