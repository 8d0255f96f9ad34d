import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logMixExp, tiltedProbability } from '../../core/numeric/log-mix-exp.ts';

const chance = fc.double({ min: 0, max: 1 - 1e-9, noNaN: true });

describe('logMixExp', () => {
  it('keeps full precision for a tiny probability and size, where 1 + q·(e^x - 1) is 1 to rounding', () => {
    expect(logMixExp(1e-12, 1e-10)).toBeCloseTo(1e-22 * (1 + 0.5e-10), 36);
  });

  it('does not overflow for a huge size', () => {
    expect(logMixExp(0.5, 1e6)).toBeCloseTo(1e6 - Math.LN2, 9);
    expect(logMixExp(0, 1e300)).toBe(0);
  });

  it('is continuous where it changes its form, at x = 700', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-320, max: 1 - 1e-9, noNaN: true }), (q) => {
        const [below, above] = [logMixExp(q, 700), logMixExp(q, 700.0000001)];
        expect(above).toBeGreaterThanOrEqual(below - 1e-12);
        expect(above - below).toBeLessThan(2e-7);
      }),
    );
  });

  it('agrees with the textbook form where that is sound', () => {
    fc.assert(
      fc.property(chance, fc.double({ min: 0.1, max: 30, noNaN: true }), (q, x) => {
        const textbook = Math.log(1 - q + q * Math.exp(x));
        expect(Math.abs(logMixExp(q, x) - textbook)).toBeLessThan(1e-14 + 1e-13 * textbook);
      }),
    );
  });
});

describe('tiltedProbability', () => {
  it('grows from q toward 1 with the size and stays a probability', () => {
    expect(tiltedProbability(0.2, 0)).toBe(0.2);
    expect(tiltedProbability(0.2, 1e9)).toBe(1);
    expect(tiltedProbability(0.5, Math.log(3))).toBeCloseTo(0.75, 15);
  });
});
