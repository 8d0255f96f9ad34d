import { describe, expect, it } from 'vitest';
import { IntegerList } from '../../core/numeric/integer-list.ts';

describe('IntegerList', () => {
  it('holds what was pushed and set, however often it grew, and gives a copy', () => {
    const list = new IntegerList();
    const expected = Array.from({ length: 1_000 }, (_, i) => (i - 500) * 4_000_003);
    for (const item of expected) list.push(item);
    list.set(700, 7);
    expected[700] = 7;
    expect(list.length).toBe(1_000);
    expect([...list.toArray()]).toEqual(expected);
    expect(list.at(999)).toBe(expected[999]);
    list.toArray()[0] = 1;
    expect(list.at(0)).toBe(expected[0]);
  });
});
