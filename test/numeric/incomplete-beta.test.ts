import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionQuantile } from '../../core/numeric/distribution-quantile.ts';
import { incompleteBeta } from '../../core/numeric/incomplete-beta.ts';
import { normalCdf } from '../../core/numeric/normal-distribution.ts';

/** Chance of at least k of n with chance x each, summed term by term: I_x(k, n − k + 1). */
function atLeast(k: number, n: number, x: number): number {
  let sum = 0;
  for (let j = k; j <= n; j++) {
    let ways = 1;
    for (let i = 0; i < j; i++) ways = (ways * (n - i)) / (i + 1);
    sum += ways * x ** j * (1 - x) ** (n - j);
  }
  return sum;
}

describe('incompleteBeta', () => {
  it('is the upper tail of a binomial, summed one by one', () => {
    for (const [k, n] of [
      [1, 1],
      [3, 10],
      [9, 10],
      [20, 40],
    ] as const) {
      for (const x of [0.01, 0.3, 0.5, 0.77, 0.999]) {
        expect(incompleteBeta(x, k, n - k + 1)).toBeCloseTo(atLeast(k, n, x), 11);
      }
    }
  });

  it('mirrors: I_x(a, b) + I_(1−x)(b, a) = 1, also for 1e6 trials, and rises with x', () => {
    const parameter = fc.double({ min: 0.05, max: 1e6, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(parameter, parameter, share, share, (a, b, x, y) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
        const [low, high] = [Math.min(x, y), Math.max(x, y)];
        expect(incompleteBeta(low, a, b)).toBeLessThanOrEqual(incompleteBeta(high, a, b) + 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('is 0 and 1 at the ends', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});

describe('distributionQuantile', () => {
  it('inverts a distribution function', () => {
    const quantile = distributionQuantile((x) => incompleteBeta(x, 7, 3), 0.9, 0, 1);
    expect(incompleteBeta(quantile, 7, 3)).toBeCloseTo(0.9, 10);
    expect(distributionQuantile(normalCdf, 0.975, -9, 9)).toBeCloseTo(1.959964, 5);
  });
});

describe('normalCdf', () => {
  it('is right to 1e-7 where tables are', () => {
    const table = [
      [0, 0.5],
      [1, 0.841344746],
      [-1.959963985, 0.025],
      [3, 0.998650102],
      [-5, 2.866516e-7],
    ] as const;
    for (const [z, expected] of table) expect(Math.abs(normalCdf(z) - expected)).toBeLessThan(1.2e-7);
  });
});
