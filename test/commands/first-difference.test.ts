import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../functions/commands/first-difference.ts';

describe('firstDifference', () => {
  it('finds none between equal values, whatever the order of their keys', () => {
    expect(firstDifference({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBeUndefined();
  });

  it.each([
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, '/a/b/1', '2', '3'],
    [{ a: [1] }, { a: [1, 2] }, '/a/1', 'nothing', '2'],
    [{ a: [1, 2] }, { a: [1] }, '/a/1', '2', 'nothing'],
    [{ b: 1, a: 1 }, { b: 2, a: 2 }, '/a', '1', '2'],
    [{ 'x/y~z': 1 }, { 'x/y~z': 2 }, '/x~1y~0z', '1', '2'],
    [[], {}, '', '[]', '{}'],
    [null, 0, '', 'null', '0'],
  ])('of %j and %j at %j', (expected, actual, path, left, right) => {
    expect(firstDifference(expected, actual)).toEqual({ path, expected: left, actual: right });
  });
});
