import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfUp } from '../../core/numeric/round-half-up.ts';

describe('roundHalfUp', () => {
  it.each([
    [2.5, 3],
    [-2.5, -3],
    [0.5, 1],
    [2.4999999999999996, 2],
    [0.49999999999999994, 0],
    [4503599627370497, 4503599627370497],
    [1e308, 1e308],
  ])('rounds %d to %d', (value, rounded) => {
    expect(roundHalfUp(value)).toBe(rounded);
  });

  it('gives 0, never -0, for a small negative number', () => {
    expect(Object.is(roundHalfUp(-0.4), 0)).toBe(true);
    expect(Object.is(roundHalfUp(-0), 0)).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('throws for %d, which cannot be money', (value) => {
    expect(() => roundHalfUp(value)).toThrow(/money must be finite: received/);
  });

  it('is symmetric and within half a unit for any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(roundHalfUp(-value) + roundHalfUp(value)).toBe(0);
        expect(Math.abs(roundHalfUp(value) - value)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
