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
        const world = worldOf(input, input.theta, input.bonuses, input.served);
        expect(figuresOf(world.context).bound()).toBe(naiveBound(world, EXACT_COMBINATIONS));
      }),
      { numRuns: 40 },
    );
  });
  it('is at least the best plan that reaches the coverage floor and serves the starved, whatever the multipliers', () => {
    fc.assert(
      fc.property(tiny(2), (input) => {
        const world = worldOf(input, input.theta, input.bonuses, input.served);
        const best = optimum(world, true, input.served);
        if (best > Number.NEGATIVE_INFINITY)
          expect(Number(figuresOf(world.context).bound())).toBeGreaterThanOrEqual(best);
      }),
      { numRuns: 20 },
    );
  });
  it('is at least the best plan that serves as many starved accounts, however few it counts', () => {
    let lower = 0;
    fc.assert(
      fc.property(tiny(2), (input) => {
        const world = worldOf(input, input.theta, [0, 0], input.served);
        const best = optimum(world, false, input.served);
        const bound = Number(figuresOf(world.context).bound());
        if (best > Number.NEGATIVE_INFINITY) expect(bound).toBeGreaterThanOrEqual(best);
        if (bound < Number(figuresOf(worldOf(input, input.theta).context).bound())) lower++;
      }),
      { numRuns: 40, seed: 3 },
    );
    expect(lower).toBeGreaterThan(5);
  });
  it('uses the over-estimate where an account has too many combinations, and is a bound there, too', () => {
    const ids = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6', 'E-7'];
    const input: Case = {
      portfolio: {
        horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
        equityGroups: ['tier'],
        accounts: [account('A-1', { owner: 'R-1', stake: 3_000_000, passedOver: 3, groups: { tier: 'gold' } })],
        engagements: ids.map((id, i) => engagement(id, 'A-1', { effect: 0.1 + i / 10, minutes: 30 + 5 * i })),
        reps: ['R-1', 'R-2'].map((id) =>
          rep(id, { team: id, hours: [{ days: dayNames, from: '09:00', to: '12:00' }] }),
        ),
      },
      policy: {
        rep: { loadCeiling: 1 },
        equity: { minimumSize: 1 },
        contact: { caps: [], minimumGapHours: 24, noticeBusinessHours: 0 },
      },
      placed: [],
      prices: (_, date, slots) => ({
        slots: Array.from({ length: slots }, (_price, k) => (k % 7) * 3_000),
        perHour: date === '2026-11-23' ? 20_000 : 0,
        perEngagement: 500,
      }),
    };
    for (const [bonus, served] of [
      [0, 0],
      [70_000, 0],
      [-70_000, 1],
      [-9_000_000, 0],
      [-9_000_000, 1],
    ] as const) {
      const world = worldOf(input, 1e-6, [bonus, 0], served);
      const bound = figuresOf(world.context).bound();
      expect(bound).toBe(naiveBound(world, EXACT_COMBINATIONS));
      expect(bound).toBeGreaterThanOrEqual(naiveBound(world, 1e9));
    }
  });

  /** Mornings of one rep, 8 to 11 UTC in steps of an hour; the later, the cheaper. */
  const edge = (engagements: readonly Record<string, unknown>[], changes: Record<string, unknown> = {}): Case => ({
    portfolio: {
      asOf: '2026-11-22T12:00:00Z',
      horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
      accounts: [account('A-1', { hours: changes['hours'] ?? [{ days: dayNames, from: '09:00', to: '18:00' }] })],
      engagements: engagements.map((each, i) => engagement(`E-${i}`, 'A-1', { due: '2026-11-23', ...each })),
      reps: [
        rep('R-1', {
          hours: [{ days: dayNames, from: '09:00', to: changes['until'] ?? '12:00' }],
          maxEngagementsPerDay: changes['perDay'] ?? 8,
        }),
      ],
      ledger: changes['ledger'] ?? [],
    },
    policy: {
      rep: { loadCeiling: 1, bufferMinutes: 0 },
      contact: { caps: changes['caps'] ?? [], minimumGapHours: changes['gap'] ?? 0, noticeBusinessHours: 0 },
    },
    placed: [],
    prices: (_, __, slots) => ({
      slots: Array.from({ length: slots }, (_price, k) => 100 * (24 - k)),
      perHour: 30,
      perEngagement: 700,
    }),
  });
  const pin = { pinned: { rep: 'R-1', start: '2026-11-23T08:00:00Z' } };
  it.each<[string, Case]>([
    ['what comes before must be chosen, worthless as it is', edge([{ effect: 0 }, { after: ['E-0'] }])],
    ['what comes before can end just in time', edge([{}, { after: ['E-0'] }], { until: '11:00' })],
    ['what comes before cannot end in time', edge([{}, { after: ['E-0'] }], { until: '10:00' })],
    ['a cap leaves room for one', edge([{}, {}, {}], { caps: [{ touches: 1, days: 30 }] })],
    ['the gap leaves room for one on a day', edge([{}, {}], { gap: 24 })],
    [
      'the gap to the ledger ends on the hour',
      edge([{ due: '2026-11-23' }], {
        gap: 25,
        ledger: [{ account: 'A-1', at: '2026-11-22T09:00:00Z', channel: 'sms' }],
      }),
    ],
    ['the gap to a pinned touch lasts', edge([pin, { due: '2026-11-24' }], { gap: 26 })],
    ['a pinned meeting raises the cap of its day', edge([pin, { due: '2026-11-24' }], { perDay: 0 })],
    ['the account closes before the rep does', edge([{}], { hours: [{ days: dayNames, from: '09:00', to: '11:00' }] })],
    ['a cap and a pinned touch leave no room', edge([pin, {}, {}], { caps: [{ touches: 2, days: 1 }] })],
  ])('equals the formula where %s', (_condition, input) => {
    const world = worldOf(input, 0);
    expect(figuresOf(world.context).bound()).toBe(naiveBound(world, EXACT_COMBINATIONS));
    expect(figuresOf(world.context).bound()).toBeGreaterThanOrEqual(optimum(world));
  });
});
