import type { Minute } from './minute.ts';

/** A span of time `[from, to)`. Lists of intervals in this folder are sorted, disjoint and do not touch. */
export interface Interval {
  readonly from: Minute;
  readonly to: Minute;
}

/** The union of intervals in any order; empty ones vanish, touching ones become one. O(n log n). */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const merged: { from: Minute; to: Minute }[] = [];
  for (const { from, to } of intervals.filter((each) => each.from < each.to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What lies in both lists. O(n + m). */
export function intersection(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const common: Interval[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return common;
    const from = Math.max(left.from, right.from);
    const to = Math.min(left.to, right.to);
    if (from < to) common.push({ from, to });
    if (left.to < right.to) i += 1;
    else j += 1;
  }
}

/** What lies in `whole` and in none of `taken`. O(n + m). */
export function difference(whole: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  const left: Interval[] = [];
  let j = 0;
  for (const { from, to } of whole) {
    let start = from;
    for (let k = j; ; k += 1) {
      const hole = taken[k];
      if (hole === undefined || hole.from >= to) break;
      if (hole.to <= from) j = k + 1;
      if (hole.from > start) left.push({ from: start, to: hole.from });
      start = Math.max(start, hole.to);
    }
    if (start < to) left.push({ from: start, to });
  }
  return left;
}

/** Sum of lengths, minutes. */
export function totalMinutes(intervals: readonly Interval[]): number {
  let total = 0;
  for (const { from, to } of intervals) total += to - from;
  return total;
}
