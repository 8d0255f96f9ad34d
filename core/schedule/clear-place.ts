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
 * account allows; null: none can be cleared for less than `below`. `held`: the meetings of that rep-day, cheapest first.
 * O(starts · meetings), and meetings² more for each start that is better than those before.
 */
export function cheapestClearing(
  { problem, rules }: PlannedBlock,
  e: number,
  c: number,
  held: readonly Held[],
  below = Number.POSITIVE_INFINITY,
): Clearing | null {
  const { places, days, minutes, slotMinutes, bufferMinutes } = problem;
  const d = places.classDay[c]!;
  const several = rules.several[e] === 1;
  let least: Clearing | null = null;
  let limit = below;
  if (several) rules.readOthers(e);
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    for (let slot = places.rangeFirst[i]!; slot <= places.rangeLast[i]!; slot++) {
      const from = (days.base[d]! + slot) * slotMinutes;
      const to = from + minutes[e]!;
      if (!(lostByOverlap(held, from, to, bufferMinutes) < limit)) continue;
      if (several && !rules.allows(e, from)) continue;
      const leavers = leaversFor(problem, d, held, { e, from, to, pinned: false, value: Number.POSITIVE_INFINITY });
      if (leavers === null) continue;
      let lost = 0;
      for (const { value } of leavers) lost += value;
      if (!(lost < limit)) continue;
      limit = lost;
      least = { slot, lost, leavers: leavers.map((leaver) => leaver.e) };
    }
  }
  return least;
}

/** What all meetings that overlap bring, the least that can be lost: whole numbers, so that the order of the sum is free. */
function lostByOverlap(held: readonly Held[], from: number, to: number, bufferMinutes: number): number {
  let lost = 0;
  for (const other of held) {
    if (from < other.to + bufferMinutes && other.from < to + bufferMinutes) lost += other.value;
  }
  return lost;
}

/** Who leaves for a newcomer: all it overlaps, then the least valuable until caps and breaks hold; null: somebody cannot. */
function leaversFor(problem: Problem, d: number, held: readonly Held[], newcomer: Held): readonly Held[] | null {
  const { bufferMinutes, days, policy } = problem;
  const leavers: Held[] = [];
  const stay: Held[] = [];
  let total = newcomer.to - newcomer.from;
  for (const other of held) {
    const free = other.from >= newcomer.to + bufferMinutes || newcomer.from >= other.to + bufferMinutes;
    if (!free && other.value === Number.POSITIVE_INFINITY) return null;
    if (free) total += other.to - other.from;
    (free ? stay : leavers).push(other);
  }
  const drop = (at: number): boolean => {
    const leaver = stay[at];
    if (leaver === undefined || leaver.value === Number.POSITIVE_INFINITY) return false;
    leavers.push(leaver);
    stay.splice(at, 1);
    total -= leaver.to - leaver.from;
    return true;
  };
  while (total > days.capMinutes[d]! || stay.length >= days.capCount[d]!) if (!drop(0)) return null;
  for (;;) {
    const row = rowWithoutBreak([...stay, newcomer].sort(byStart), policy.rep);
    if (row === null) return leavers;
    if (!drop(stay.findIndex((other) => row.includes(other)))) return null;
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
