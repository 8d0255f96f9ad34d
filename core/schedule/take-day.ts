import { NONE } from './places.ts';
import type { Problem } from './problem.ts';
import { putAt, takeOut } from './timetable.ts';
import { noteSeat, type Workshop } from './workshop.ts';

/**
 * What left the day leaves the plan, with all that must come after it; what came in leaves its old place. False, and nothing
 * done, if two engagements of one account turn out to be in each other's way.
 */
export function takeDay(shop: Workshop, d: number, held: number): boolean {
  const { items, beam, timetable, rules, problem, undo } = shop;
  undo.length = 0;
  for (let i = 0; i < held; i++) if (!stays(shop, items.engagement[i]!)) letGo(shop, items.engagement[i]!);
  for (let k = 0; k < beam.chosenSize; k++) {
    const drop = items.drop[beam.chosen[k]!]!;
    if (drop !== NONE) letGo(shop, drop);
  }
  for (let k = 0; k < beam.chosenSize; k++) {
    const i = beam.chosen[k]!;
    const e = items.engagement[i]!;
    remember(shop, e);
    putAt(
      timetable,
      e,
      d,
      beam.chosenStart[k]!,
      keptOr(problem, e, d, beam.chosenStart[k]!, items.place[i]!),
      items.kind[i]!,
    );
    noteSeat(shop, e);
  }
  if (!crowded(shop, d)) return true;
  for (let i = undo.length - 1; i >= 0; i--) {
    const { e, day, slot, place, kind } = undo[i]!;
    if (day === NONE) takeOut(timetable, e);
    else {
      putAt(timetable, e, day, slot, place, kind);
      noteSeat(shop, e);
    }
  }
  rules.ignore(NONE);
  return false;
}

function stays({ items, beam }: Workshop, e: number): boolean {
  for (let k = 0; k < beam.chosenSize; k++) if (items.engagement[beam.chosen[k]!] === e) return true;
  return false;
}

function letGo(shop: Workshop, e: number): void {
  const { rules, timetable } = shop;
  if (rules.several[e] === 1) {
    for (const next of rules.dependants(e)) {
      remember(shop, next);
      takeOut(timetable, next);
    }
  }
  remember(shop, e);
  takeOut(timetable, e);
}

function remember({ timetable, undo }: Workshop, e: number): void {
  const { day, slot, place, kind } = timetable;
  undo.push({ e, day: day[e]!, slot: slot[e]!, place: place[e]!, kind: kind[e]! });
}

/** True if engagements of one account, at least two of them on rep-day d, break the account's rules. */
function crowded({ beam, items, problem, timetable, rules, limits }: Workshop, d: number): boolean {
  const { account, accountStart } = problem;
  for (let k = 0; k < beam.chosenSize; k++) {
    const e = items.engagement[beam.chosen[k]!]!;
    if (rules.several[e] === 0) continue;
    if (!rules.ready(e)) return true;
    const a = account[e]!;
    let beside = false;
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other !== e && timetable.day[other] === d) beside = true;
    }
    if (!beside) continue;
    rules.readOthers(e);
    if (!rules.allows(e, limits[d]!.from + timetable.slot[e]! * limits[d]!.slotMinutes)) return true;
  }
  return false;
}

/** A published start reached through the ordinary class counts as kept. */
export function keptOr({ keepClass, places }: Problem, e: number, d: number, slot: number, place: number): number {
  const keep = keepClass[e]!;
  if (keep === NONE || places.classDay[keep] !== d) return place;
  return places.rangeFirst[places.classRange[keep]!] === slot ? keep : place;
}
