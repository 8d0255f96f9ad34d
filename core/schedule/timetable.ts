import { NONE } from './places.ts';
import type { Problem } from './problem.ts';

/** Where every engagement is now. Pinned meetings are not in it: they never move. */
export interface Timetable {
  readonly day: Int32Array;
  /** Slot of the span of its rep-day. */
  readonly slot: Int32Array;
  readonly place: Int32Array;
  readonly kind: Uint8Array;
  /** Engagements of each rep-day, in no particular order. */
  readonly of: number[][];
  /** Account of each engagement, and how often something of an account came or went: answers about it hold while it stands. */
  readonly account: Int32Array;
  readonly changes: Int32Array;
}

export function emptyTimetable(problem: Problem): Timetable {
  const size = problem.engagements.length;
  return {
    day: new Int32Array(size).fill(NONE),
    slot: new Int32Array(size),
    place: new Int32Array(size).fill(NONE),
    kind: new Uint8Array(size),
    of: Array.from({ length: problem.days.count }, () => []),
    account: problem.account,
    changes: new Int32Array(problem.accounts.length),
  };
}

export function putAt(timetable: Timetable, e: number, d: number, slot: number, place: number, kind: number): void {
  takeOut(timetable, e);
  timetable.day[e] = d;
  timetable.slot[e] = slot;
  timetable.place[e] = place;
  timetable.kind[e] = kind;
  timetable.of[d]!.push(e);
  noteChange(timetable, e);
}

export function takeOut(timetable: Timetable, e: number): void {
  const d = timetable.day[e]!;
  if (d === NONE) return;
  const list = timetable.of[d]!;
  list.splice(list.indexOf(e), 1);
  timetable.day[e] = NONE;
  noteChange(timetable, e);
}

function noteChange({ account, changes }: Timetable, e: number): void {
  changes[account[e]!] = changes[account[e]!]! + 1;
}

/** Epoch minute at which an engagement starts, pinned or placed; NONE: not assigned. */
export function startMinute(problem: Problem, { day, slot }: Timetable, e: number): number {
  if (problem.pinned[e] !== NONE) return problem.pinned[e]!;
  const d = day[e]!;
  return d === NONE ? NONE : (problem.days.base[d]! + slot[e]!) * problem.slotMinutes;
}
