import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logistic, softplus } from '../../core/numeric/logistic.ts';
import { logisticFit, type Observations } from '../../core/numeric/logistic-fit.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';

function drawn(rows: number, weights: readonly number[], seed: number): Observations {
  const stream = randomStream(seed, 'logistic-fit-test');
  const values = Float64Array.from({ length: rows * weights.length }, () => stream.uniform() * 4 - 2);
  const labels = Uint8Array.from({ length: rows }, (_, r) => {
    const z = weights.reduce((sum, weight, c) => sum + weight * values[r * weights.length + c]!, -0.5);
    return stream.uniform() < logistic(z) ? 1 : 0;
  });
  return { columns: weights.length, values, labels };
}

describe('logisticFit', () => {
  it('has a vanishing gradient at the optimum, for any drawn data', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, l2) => {
        const data = drawn(80, [1, -2, 0], seed);
        fc.pre(data.labels.includes(1) && data.labels.includes(0));
        const fit = logisticFit(data, l2);
        expect(fit.converged).toBe(true);
        const gradient = [0, 0, 0, 0];
        data.labels.forEach((label, r) => {
          const row = [1, ...data.values.subarray(r * 3, r * 3 + 3)];
          const z = [fit.intercept, ...fit.weights].reduce((sum, weight, c) => sum + weight * row[c]!, 0);
          row.forEach((value, c) => {
            gradient[c]! += (label - logistic(z)) * value;
          });
        });
        fit.weights.forEach((weight, c) => {
          gradient[c + 1]! -= l2 * weight;
        });
        for (const entry of gradient) expect(Math.abs(entry)).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  it('recovers the weights that made 20,000 observations', () => {
    const fit = logisticFit(drawn(20_000, [1, -2, 0], 5), 0.01);
    expect(fit.intercept).toBeCloseTo(-0.5, 1);
    [1, -2, 0].forEach((weight, c) => {
      expect(Math.abs(fit.weights[c]! - weight)).toBeLessThan(0.1);
    });
  });

  it('stays finite on perfectly separated data, thanks to the penalty', () => {
    const fit = logisticFit(
      { columns: 1, values: Float64Array.of(-1, -1, 1, 1), labels: Uint8Array.of(0, 0, 1, 1) },
      1,
    );
    expect(fit.weights[0]).toBeGreaterThan(0.5);
    expect(fit.weights[0]).toBeLessThan(3);
    expect(fit.intercept).toBeCloseTo(0, 10);
  });

  it('throws when only one outcome occurs', () => {
    const data = { columns: 1, values: Float64Array.of(1, 2), labels: Uint8Array.of(0, 0) };
    expect(() => logisticFit(data, 1)).toThrow(/needs both outcomes: received 0 events in 2 rows/);
  });
});

describe('logistic and softplus', () => {
  it('do not overflow at log-odds of ±1e308', () => {
    expect([logistic(1e308), logistic(-1e308), logistic(0)]).toEqual([1, 0, 0.5]);
    expect([softplus(1e308), softplus(-1e308)]).toEqual([1e308, 0]);
    expect(softplus(0)).toBe(Math.LN2);
  });
});
