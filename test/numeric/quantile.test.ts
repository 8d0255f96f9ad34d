import { describe, expect, it } from 'vitest';
import { quantile } from '../../core/numeric/quantile.ts';

describe('quantile', () => {
  it.each([
    [0, 1],
    [0.25, 1.75],
    [0.5, 2.5],
    [1, 4],
  ])('interpolates level %d of 1, 2, 3, 4 to %d, as R type 7 does', (level, value) => {
    expect(quantile([1, 2, 3, 4], level)).toBe(value);
  });

  it('is the value itself for a list of one', () => {
    expect(quantile(Float64Array.of(9), 0.37)).toBe(9);
  });

  it('throws for an empty list or a level outside [0, 1]', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 1.01)).toThrow(/received 1.01/);
    expect(() => quantile([1], Number.NaN)).toThrow(/received NaN/);
  });
});
