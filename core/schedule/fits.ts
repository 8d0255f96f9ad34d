import { NONE } from './places.ts';
import type { Problem } from './problem.ts';
import { startMinute, type Timetable } from './timetable.ts';

/** A meeting of a rep-day, minutes since the epoch. */
export interface Meeting {
  readonly from: number;
  readonly to: number;
  readonly pinned: boolean;
}

/**
 * True if one more meeting keeps overlap, daily caps and breaks of a rep-day. Minutes since the epoch. `except`: an engagement
 * that does not count though it is there.
 */
export function fits(
  problem: Problem,
  timetable: Timetable,
  d: number,
  from: number,
  to: number,
  except = NONE,
): boolean {
  const { days, bufferMinutes, policy } = problem;
  let count = 1;
  let minutes = to - from;
  for (const other of days.fixed[d]!) {
    if (from < other.to + bufferMinutes && other.from < to + bufferMinutes) return false;
    count++;
    minutes += other.to - other.from;
  }
  for (const e of timetable.of[d]!) {
    if (e === except) continue;
    const start = startMinute(problem, timetable, e);
    const end = start + problem.minutes[e]!;
    if (from < end + bufferMinutes && start < to + bufferMinutes) return false;
    count++;
    minutes += end - start;
  }
  if (count > days.capCount[d]! || minutes > days.capMinutes[d]!) return false;
  if (count <= policy.rep.breakAfter) return true;
  const held: Meeting[] = days.fixed[d]!.map((meeting) => ({ from: meeting.from, to: meeting.to, pinned: true }));
  for (const e of timetable.of[d]!) {
    if (e === except) continue;
    const start = startMinute(problem, timetable, e);
    held.push({ from: start, to: start + problem.minutes[e]!, pinned: false });
  }
  held.push({ from, to, pinned: false });
  held.sort((x, y) => x.from - y.from);
  return rowWithoutBreak(held, policy.rep) === null;
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
