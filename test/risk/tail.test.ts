import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalValueAtRisk, simulateLosses, type TailAccounts, tailLoss } from '../../core/risk/tail.ts';

const portfolio = (losses: readonly number[], stakes: readonly number[]): TailAccounts => ({
  ids: losses.map((_, i) => `A-${i}`),
  losses,
  stakes,
});
const settings = { alpha: 0.95, seed: 11, scenarios: 4_000 };

describe('tailLoss', () => {
  it('gives the figures recorded for seed 11, because reports recorded earlier must replay to the same bytes', () => {
    const accounts = portfolio([0.2, 0.05, 0.5, 0.01, 0.8], [1_000_000, 5_000_000, 200_000, 20_000_000, 50_000]);
    expect(tailLoss(accounts, settings)).toEqual({
      expectedLoss: 790_000,
      cvar: 7767500,
      alpha: 0.95,
      scenarios: 4_000,
    });
  });

  it('comes near the exact CVaR of twenty equal accounts, a binomial', () => {
    const accounts = portfolio(new Array<number>(20).fill(0.3), new Array<number>(20).fill(1_000));
    const exact = binomialCvar(20, 0.3, 0.95) * 1_000;
    expect(Math.abs(tailLoss(accounts, { ...settings, scenarios: 40_000 }).cvar - exact)).toBeLessThan(100);
  });

  it('rounds the exact expected loss once', () => {
    expect(tailLoss(portfolio([0.25, 0.25], [1, 1]), settings).expectedLoss).toBe(1);
  });

  it('is zero, not NaN, for no accounts', () => {
    expect(tailLoss(portfolio([], []), settings)).toMatchObject({ expectedLoss: 0, cvar: 0 });
  });

  it('throws without scenarios or for alpha outside [0, 1)', () => {
    expect(() => tailLoss(portfolio([], []), { ...settings, scenarios: 0 })).toThrow(/at least 1 scenario: received 0/);
    expect(() => tailLoss(portfolio([], []), { ...settings, alpha: 1 })).toThrow(/alpha in \[0, 1\): received 1/);
  });
});

describe('simulateLosses', () => {
  it('never loses more in any scenario when a chance falls: two plans see the same fortunes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))),
        (rows) => {
          const stakes = rows.map((_, i) => 100 + i);
          const without = simulateLosses(
            portfolio(
              rows.map(([p]) => p),
              stakes,
            ),
            3,
            50,
          );
          const withPlan = simulateLosses(
            portfolio(
              rows.map(([p, kept]) => p * kept),
              stakes,
            ),
            3,
            50,
          );
          withPlan.forEach((loss, s) => {
            expect(loss).toBeLessThanOrEqual(without[s]!);
          });
        },
      ),
    );
  });

  it('does not depend on the order of the accounts', () => {
    const accounts = portfolio([0.1, 0.5, 0.9], [10, 200, 3_000]);
    const reversed: TailAccounts = {
      ids: accounts.ids.toReversed(),
      losses: Array.from(accounts.losses).toReversed(),
      stakes: Array.from(accounts.stakes).toReversed(),
    };
    expect(simulateLosses(reversed, 5, 200)).toEqual(simulateLosses(accounts, 5, 200));
  });

  it('loses a certain account always and a safe one never', () => {
    expect(simulateLosses(portfolio([1, 0], [7, 1_000]), 1, 3)).toEqual(Float64Array.of(7, 7, 7));
  });
});

describe('conditionalValueAtRisk', () => {
  it('counts the loss on the edge with the part that falls inside', () => {
    // Worst 25 % of five: all of 10 and a quarter of 4.
    expect(conditionalValueAtRisk(Float64Array.of(1, 4, 10, 2, 3), 0.75)).toBeCloseTo((10 + 0.25 * 4) / 1.25, 12);
  });

  it('is the mean at alpha 0 and the largest loss when fewer than one scenario is in the tail', () => {
    expect(conditionalValueAtRisk(Float64Array.of(1, 2, 6), 0)).toBe(3);
    expect(conditionalValueAtRisk(Float64Array.of(1, 2, 6), 0.9)).toBeCloseTo(6, 12);
  });

  it('leaves its argument as it was', () => {
    const losses = Float64Array.of(3, 1, 2);
    conditionalValueAtRisk(losses, 0.5);
    expect(losses).toEqual(Float64Array.of(3, 1, 2));
  });
});

function binomialCvar(n: number, p: number, alpha: number): number {
  let left = 1 - alpha;
  let weighted = 0;
  for (let k = n; k >= 0; k--) {
    let weight = p ** k * (1 - p) ** (n - k);
    for (let i = 0; i < k; i++) weight *= (n - i) / (i + 1);
    const used = Math.min(left, weight);
    weighted += used * k;
    left -= used;
  }
  return weighted / (1 - alpha);
}
