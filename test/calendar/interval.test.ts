import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, type Interval, intersection, totalMinutes, union } from '../../core/calendar/interval.ts';

const anyIntervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 12 }))
    .map(([from, length]) => ({ from, to: from + length })),
  { maxLength: 8 },
);

describe('interval lists', () => {
  it('hold the same minutes as sets do under union, intersection and difference', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (a, b) => {
        const left = minutesOf(a);
        const right = minutesOf(b);
        const listA = union(a);
        const listB = union(b);
        expect(minutesOf(listA)).toEqual(left);
        expect(minutesOf(intersection(listA, listB))).toEqual(new Set([...left].filter((minute) => right.has(minute))));
        expect(minutesOf(difference(listA, listB))).toEqual(new Set([...left].filter((minute) => !right.has(minute))));
        expect(totalMinutes(listA)).toBe(left.size);
      }),
    );
  });

  it('come out sorted, without empty, touching or overlapping intervals', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (a, b) => {
        for (const list of [union(a), intersection(union(a), union(b)), difference(union(a), union(b))]) {
          expect(list.every(({ from, to }) => from < to)).toBe(true);
          expect(list.slice(1).every(({ from }, index) => from > (list[index]?.to ?? from))).toBe(true);
        }
      }),
    );
  });
});

function minutesOf(intervals: readonly Interval[]): Set<number> {
  const minutes: number[] = [];
  for (const { from, to } of intervals) for (let minute = from; minute < to; minute += 1) minutes.push(minute);
  return new Set(minutes.sort((a, b) => a - b));
}
