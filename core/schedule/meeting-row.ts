import type { DayLimits } from './day-limits.ts';

/** Longer ago than any meeting of a day. */
export const NEVER = 1_000_000;

export interface Sequence {
  run: number;
  since: number;
  lastEnd: number;
  next: number;
}

/** Pinned meetings before a minute join the sequence. False: an unpinned meeting would be in too long a row. */
export function passFixed(limits: DayLimits, sequence: Sequence, before: number): boolean {
  while (sequence.next < limits.fixed.length && limits.fixed[sequence.next]!.from < before) {
    const { from, to } = limits.fixed[sequence.next]!;
    sequence.next++;
    if (!meet(limits, sequence, from, to, true)) return false;
  }
  return true;
}

/** One more meeting of the day: in a row with the last if the gap is shorter than the break. Pinned rows are excused. */
export function meet(limits: DayLimits, sequence: Sequence, from: number, to: number, pinned: boolean): boolean {
  const inRow = from - sequence.lastEnd < limits.breakMinutes;
  sequence.run = inRow ? sequence.run + 1 : 1;
  sequence.since = pinned ? (inRow ? sequence.since + 1 : NEVER) : 0;
  sequence.lastEnd = to;
  return sequence.run <= limits.breakAfter || sequence.since > limits.breakAfter;
}
