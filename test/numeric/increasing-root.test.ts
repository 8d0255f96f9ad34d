import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { increasingRoot } from '../../core/numeric/increasing-root.ts';

describe('increasingRoot', () => {
  it('finds the cube root of 2 to the last digits', () => {
    expect(increasingRoot((x) => ({ value: x ** 3 - 2, slope: 3 * x ** 2 }), 0, 10)).toBeCloseTo(Math.cbrt(2), 14);
  });

  it('finds the crossing although the slope it is told is wrong, zero or not a number', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.constantFrom(0, Number.NaN, -1, 1e-300, 1e300),
        (root, slope) => {
          const found = increasingRoot((x) => ({ value: Math.sign(x - root), slope }), -60, 70);
          expect(Math.abs(found - root)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('finds the crossing where slopes are so steep that Newton’s steps would creep towards it', () => {
    const found = increasingRoot((x) => ({ value: x - 3, slope: 1_000 }), -25, 10);
    expect(Math.abs(found - 3)).toBeLessThan(1e-10);
  });

  it('returns the nearer end when there is no crossing', () => {
    expect(increasingRoot((x) => ({ value: x + 100, slope: 1 }), 2, 5)).toBeCloseTo(2, 10);
    expect(increasingRoot((x) => ({ value: x - 100, slope: 1 }), 2, 5)).toBeCloseTo(5, 10);
  });
});
