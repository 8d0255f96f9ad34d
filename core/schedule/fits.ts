import type { Problem } from './problem.ts';
import { startMinute, type Timetable } from './timetable.ts';

/** A meeting of a rep-day, minutes since the epoch. */
export interface Meeting {
  readonly from: number;
  readonly to: number;
  readonly pinned: boolean;
}

/** True if one more meeting keeps overlap, daily caps and breaks of a rep-day. Minutes since the epoch. */
export function fits(problem: Problem, timetable: Timetable, d: number, from: number, to: number): boolean {
  const { days, bufferMinutes } = problem;
  const held: Meeting[] = [
    ...days.fixed[d]!.map((meeting) => ({ from: meeting.from, to: meeting.to, pinned: true })),
    ...timetable.of[d]!.map((e) => {
      const start = startMinute(problem, timetable, e);
      return { from: start, to: start + problem.minutes[e]!, pinned: false };
    }),
  ];
  if (held.some((other) => from < other.to + bufferMinutes && other.from < to + bufferMinutes)) return false;
  held.push({ from, to, pinned: false });
  if (held.length > days.capCount[d]!) return false;
  if (held.reduce((sum, meeting) => sum + meeting.to - meeting.from, 0) > days.capMinutes[d]!) return false;
  held.sort((x, y) => x.from - y.from);
  return rowWithoutBreak(held, problem.policy.rep) === null;
}

/** The first row of meetings, in order of start, that breaks rule `break`; rows of pinned ones alone are excused. */
export function rowWithoutBreak<M extends Meeting>(
  held: readonly M[],
  rule: { readonly breakAfter: number; readonly breakMinutes: number },
): readonly M[] | null {
  for (let i = 0; i + rule.breakAfter < held.length; i++) {
    const row = held.slice(i, i + rule.breakAfter + 1);
    if (row.every(({ pinned }) => pinned)) continue;
    if (row.every((meeting, k) => k === 0 || meeting.from - row[k - 1]!.to < rule.breakMinutes)) return row;
  }
  return null;
}
