import { TouchList } from './account-values.ts';
import { type Meeting, rowWithoutBreak } from './fits.ts';
import { accountObjective } from './objective.ts';
import { NONE } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import type { Problem } from './problem.ts';
import { startMinute, type Timetable } from './timetable.ts';

/** A meeting of a rep-day and what the plan loses without it; Infinity: nothing displaces it. */
export interface Held extends Meeting {
  /** NONE: pinned. */
  readonly e: number;
  readonly value: number;
}

/** A start of a class, who leaves for it, and what they bring in all. */
export interface Clearing {
  readonly slot: number;
  readonly lost: number;
  readonly leavers: readonly number[];
}

/**
 * The least value that must leave the rep-day of a class so that the engagement fits, over all starts of the class that its
 * account allows; null: none can be cleared. `held`: the meetings of that rep-day, cheapest first. O(starts · meetings²).
 */
export function cheapestClearing(
  { problem, rules }: PlannedBlock,
  e: number,
  c: number,
  held: readonly Held[],
): Clearing | null {
  const { places, days, minutes, slotMinutes } = problem;
  const d = places.classDay[c]!;
  let least: Clearing | null = null;
  if (rules.several[e] === 1) rules.readOthers(e);
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    for (let slot = places.rangeFirst[i]!; slot <= places.rangeLast[i]!; slot++) {
      const from = (days.base[d]! + slot) * slotMinutes;
      if (rules.several[e] === 1 && !rules.allows(e, from)) continue;
      const newcomer = { e, from, to: from + minutes[e]!, pinned: false, value: Number.POSITIVE_INFINITY };
      const leavers = leaversFor(problem, d, held, newcomer);
      if (leavers === null) continue;
      const lost = leavers.reduce((sum, { value }) => sum + value, 0);
      if (least === null || lost < least.lost) least = { slot, lost, leavers: leavers.map((leaver) => leaver.e) };
    }
  }
  return least;
}

/** Who leaves for a newcomer: all it overlaps, then the least valuable until caps and breaks hold; null: somebody cannot. */
function leaversFor(problem: Problem, d: number, held: readonly Held[], newcomer: Held): readonly Held[] | null {
  const { bufferMinutes, days, policy } = problem;
  const leavers: Held[] = [];
  const drop = (leaver: Held | undefined): boolean => {
    if (leaver === undefined || leaver.value === Number.POSITIVE_INFINITY) return false;
    leavers.push(leaver);
    return true;
  };
  for (const other of held) {
    const free = other.from >= newcomer.to + bufferMinutes || newcomer.from >= other.to + bufferMinutes;
    if (!free && !drop(other)) return null;
  }
  const staying = (): readonly Held[] => held.filter((other) => !leavers.includes(other));
  for (;;) {
    const stay = staying();
    const total = stay.reduce((sum, { from, to }) => sum + to - from, newcomer.to - newcomer.from);
    if (total <= days.capMinutes[d]! && stay.length < days.capCount[d]!) break;
    if (!drop(stay[0])) return null;
  }
  for (;;) {
    const stay = staying();
    const row = rowWithoutBreak([...stay, newcomer].sort(byStart), policy.rep);
    if (row === null) return leavers;
    if (!drop(stay.find((other) => row.includes(other)))) return null;
  }
}

/**
 * Meetings of a rep-day with what each brings, cheapest first, coverage bonus in; pinned and mandatory ones cannot leave, nor
 * those that `stays` names.
 */
export function heldOn(planned: PlannedBlock, d: number, stays: (e: number) => boolean = () => false): readonly Held[] {
  const { problem, timetable } = planned;
  const fixed = problem.days.fixed[d]!.map(
    ({ from, to }): Held => ({ e: NONE, from, to, pinned: true, value: Number.POSITIVE_INFINITY }),
  );
  const touches = new TouchList();
  const placed = timetable.of[d]!.map((e): Held => {
    const from = startMinute(problem, timetable, e);
    const value = problem.mandatory[e] === 1 || stays(e) ? Number.POSITIVE_INFINITY : bringsNow(planned, e, touches);
    return { e, from, to: from + problem.minutes[e]!, pinned: false, value };
  });
  return [...fixed, ...placed].sort((x, y) => (x.value < y.value ? -1 : x.value > y.value ? 1 : x.from - y.from));
}

/** What an engagement brings where it is, beside the rest of its account, coverage bonus in. */
function bringsNow({ problem, values, timetable }: PlannedBlock, e: number, touches: TouchList): number {
  const a = problem.account[e]!;
  const all = accountObjective(problem, values, timetable, a, touches);
  const without = accountObjective(problem, values, timetable, a, touches, e);
  return all - without + (onlyOneOf(problem, timetable, a, e) ? values.bonus[a]! : 0);
}

/** Whether the account has no other meeting, pinned or planned. */
export function onlyOneOf({ accountStart, pinned }: Problem, { day }: Timetable, a: number, e: number): boolean {
  for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
    if (other !== e && (pinned[other] !== NONE || day[other] !== NONE)) return false;
  }
  return true;
}

function byStart(x: Meeting, y: Meeting): number {
  return x.from - y.from;
}
