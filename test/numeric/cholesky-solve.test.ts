import { describe, expect, it } from 'vitest';
import { choleskySolve } from '../../core/numeric/cholesky-solve.ts';

describe('choleskySolve', () => {
  it('solves a positive definite system in place', () => {
    const x = Float64Array.of(8, 8, 6);
    expect(choleskySolve(Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3), x)).toBe(true);
    // 4x + 2y = 8, 2x + 5y + z = 8, y + 3z = 6, by Cramer's rule
    expect(x[0]).toBeCloseTo(19 / 11, 12);
    expect(x[1]).toBeCloseTo(6 / 11, 12);
    expect(x[2]).toBeCloseTo(20 / 11, 12);
  });

  it('answers false for a matrix that is not positive definite', () => {
    expect(choleskySolve(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBe(false);
    expect(choleskySolve(Float64Array.of(Number.NaN), Float64Array.of(1))).toBe(false);
  });
});
