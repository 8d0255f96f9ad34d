import { describe, expect, it } from 'vitest';
import { logBeta, logGamma } from '../../core/numeric/log-gamma.ts';

describe('logGamma', () => {
  it('is the logarithm of the factorial at whole numbers', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 11);
      factorial *= n;
    }
  });

  it('is ln √π at one half, and keeps Γ(x + 1) = x·Γ(x) from 1e-3 to 1e6', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
    for (const x of [1e-3, 0.2, 0.7, 3.3, 41.5, 1e4, 1e6]) {
      const [left, right] = [logGamma(x + 1), Math.log(x) + logGamma(x)];
      expect(Math.abs(left - right)).toBeLessThan(1e-12 * Math.max(1, Math.abs(left)));
    }
  });

  it('is refused for what is not positive', () => {
    expect(() => logGamma(0)).toThrow('received 0');
    expect(() => logGamma(Number.NaN)).toThrow('received NaN');
  });

  it('gives ln B(2, 3) = ln(1/12)', () => {
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13);
  });
});
