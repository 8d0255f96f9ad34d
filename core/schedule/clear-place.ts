import { kept } from '../calendar/kept.ts';
import { TouchList } from './account-values.ts';
import type { Meeting } from './fits.ts';
import { surchargeAt } from './load-surcharge.ts';
import { lostByStart } from './lost-by-start.ts';
import { accountObjective } from './objective.ts';
import { NONE } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import { KINDS, type Problem } from './problem.ts';
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

/** The meetings of a rep-day, and what clearing it loses, by minutes of a newcomer, as far as asked. */
export interface ClearableDay {
  /** Cheapest first. */
  readonly held: readonly Held[];
  readonly lost: Map<number, Float64Array>;
}

/** See heldOn. */
export function clearableDay(planned: PlannedBlock, d: number, stays?: (e: number) => boolean): ClearableDay {
  return { held: heldOn(planned, d, stays), lost: new Map() };
}

/**
 * The least value that must leave the rep-day of a class so that the engagement fits, over all starts of the class that its
 * account allows; null: none can be cleared for less than `below`. `day`: that rep-day.
 * O(starts), and meetings² more for each start that is better than those before.
 */
export function cheapestClearing(
  { problem, rules }: PlannedBlock,
  e: number,
  c: number,
  day: ClearableDay,
  below = Number.POSITIVE_INFINITY,
): Clearing | null {
  const { places, days, minutes, slotMinutes } = problem;
  const d = places.classDay[c]!;
  const { held } = day;
  const several = rules.several[e] === 1;
  const cleared = clearedFor(problem, d, day, minutes[e]!);
  let least: Clearing | null = null;
  let limit = below;
  if (several) rules.readOthers(e);
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    for (let slot = places.rangeFirst[i]!; slot <= places.rangeLast[i]!; slot++) {
      if (!(cleared[slot]! < limit)) continue;
      const from = (days.base[d]! + slot) * slotMinutes;
      if (several && !rules.allows(e, from)) continue;
      const leavers = leaversFor(problem, d, held, {
        e,
        from,
        to: from + minutes[e]!,
        pinned: false,
        value: Number.POSITIVE_INFINITY,
      });
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

/** What all meetings in the way bring, the least that can be lost: whole numbers, so that the order of the sum is free. */
function clearedFor(problem: Problem, d: number, { held, lost }: ClearableDay, minutes: number): Float64Array {
  return kept(lost, minutes, () => lostByStart(problem, d, held, minutes, ({ value }) => value));
}

/**
 * Who leaves for a newcomer: all it overlaps, then the least valuable until caps and breaks hold; null: somebody cannot. `held`:
 * all of the rep-day, cheapest first. Without the newcomer all rules hold, so breaks are asked about around it alone.
 */
export function leaversFor(problem: Problem, d: number, held: readonly Held[], newcomer: Held): readonly Held[] | null {
  const { bufferMinutes, days, policy } = problem;
  const leavers: Held[] = [];
  let minutes = newcomer.to - newcomer.from;
  let count = 1;
  for (const other of held) {
    const free = other.from >= newcomer.to + bufferMinutes || newcomer.from >= other.to + bufferMinutes;
    if (free) {
      minutes += other.to - other.from;
      count++;
    } else if (other.value === Number.POSITIVE_INFINITY) return null;
    else leavers.push(other);
  }
  for (const other of held) {
    if (minutes <= days.capMinutes[d]! && count <= days.capCount[d]!) break;
    if (leavers.includes(other)) continue;
    if (other.value === Number.POSITIVE_INFINITY) return null;
    leavers.push(other);
    minutes -= other.to - other.from;
    count--;
  }
  if (minutes > days.capMinutes[d]! || count > days.capCount[d]!) return null;
  for (;;) {
    const row = rowAround(held, leavers, newcomer, policy.rep);
    if (row === null) return leavers;
    let least: Held | null = null;
    for (const other of row) if (other !== newcomer && (least === null || other.value < least.value)) least = other;
    if (least === null || least.value === Number.POSITIVE_INFINITY) return null;
    leavers.push(least);
  }
}

/** The first row of meetings around a newcomer that is longer than `breakAfter` without a break; null: none. */
function rowAround(
  held: readonly Held[],
  leavers: readonly Held[],
  newcomer: Held,
  { breakAfter, breakMinutes }: Problem['policy']['rep'],
): readonly Held[] | null {
  if (held.length - leavers.length < breakAfter) return null;
  const row: Held[] = [newcomer];
  const next = (at: Held, after: boolean): Held | null => {
    let nearest: Held | null = null;
    for (const other of held) {
      const gap = after ? other.from - at.to : at.from - other.to;
      if (gap < 0 || gap >= breakMinutes || leavers.includes(other)) continue;
      if (nearest === null || (after ? other.from < nearest.from : other.from > nearest.from)) nearest = other;
    }
    return nearest;
  };
  for (let at = next(newcomer, false); at !== null && row.length <= breakAfter; at = next(at, false)) row.unshift(at);
  for (let at = next(newcomer, true); at !== null && row.length <= breakAfter; at = next(at, true)) row.push(at);
  return row.length > breakAfter ? row : null;
}

/**
 * Meetings of a rep-day with what each brings, cheapest first, coverage bonus in; those that are pinned or awaited cannot leave,
 * nor those that `stays` names.
 */
export function heldOn(
  planned: Pick<PlannedBlock, 'problem' | 'values' | 'timetable'>,
  d: number,
  stays: (e: number) => boolean = () => false,
): readonly Held[] {
  const { problem, timetable } = planned;
  const fixed = problem.days.fixed[d]!.map(
    ({ from, to }): Held => ({ e: NONE, from, to, pinned: true, value: Number.POSITIVE_INFINITY }),
  );
  const touches = new TouchList();
  const placed = timetable.of[d]!.map((e): Held => {
    const from = startMinute(problem, timetable, e);
    const value = isAwaited(planned, e) || stays(e) ? Number.POSITIVE_INFINITY : bringsNow(planned, e, touches);
    return { e, from, to: from + problem.minutes[e]!, pinned: false, value };
  });
  return [...fixed, ...placed].sort((x, y) => (x.value < y.value ? -1 : x.value > y.value ? 1 : x.from - y.from));
}

/** Mandatory, of an account passed over too often, or one that something planned must come after. */
function isAwaited({ problem, timetable }: Pick<PlannedBlock, 'problem' | 'timetable'>, e: number): boolean {
  if (problem.urgency[e] !== 0) return true;
  for (const next of problem.after[e]!) if (timetable.day[next] !== NONE) return true;
  return false;
}

/** What an engagement brings where it is, beside the rest of its account, coverage bonus in. */
function bringsNow(
  { problem, values, timetable }: Pick<PlannedBlock, 'problem' | 'values' | 'timetable'>,
  e: number,
  touches: TouchList,
): number {
  const a = problem.account[e]!;
  if (problem.accountStart[a + 1]! - problem.accountStart[a]! === 1) {
    const c = timetable.place[e]!;
    const kept = (c === problem.keepClass[e] ? problem.policy.value.disruptionCost : 0) - surchargeAt(problem, c);
    const { touch, touchCount } = problem.days;
    return kept + values.alone[(e * KINDS + timetable.kind[e]!) * touchCount + touch[timetable.day[e]!]!]!;
  }
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
