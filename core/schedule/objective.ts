import { type AccountValues, addTouch, TouchList, valueOfTouches } from './account-values.ts';
import { addPinned, keepsPinned } from './pinned-touches.ts';
import { NONE } from './places.ts';
import { KINDS, type Problem } from './problem.ts';
import type { Timetable } from './timetable.ts';

/** Protected value less contact costs and load surcharges, plus disruptionCost for every published commitment kept: an exact integer. */
export function objectiveOf(problem: Problem, values: AccountValues, timetable: Timetable): number {
  const touches = new TouchList();
  let total = 0;
  for (let a = 0; a < problem.accounts.length; a++) total += accountObjective(problem, values, timetable, a, touches);
  return total;
}

/** The part of one account; `except` is then neither assigned nor kept. */
export function accountObjective(
  problem: Problem,
  values: AccountValues,
  timetable: Timetable,
  a: number,
  touches: TouchList,
  except = NONE,
): number {
  const { accountStart, pinned, contactCost, affinity, days, places, keepClass, policy, surcharge, minutes } = problem;
  const { day, place, kind } = timetable;
  touches.size = 0;
  addPinned(problem, values, a, touches, except);
  let extra = 0;
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (e === except) continue;
    if (pinned[e] !== NONE) {
      extra += (keepsPinned(problem, e) ? policy.value.disruptionCost : 0) - contactCost[e]!;
    } else if (day[e] !== NONE) {
      addTouch(problem, values, touches, e, days.touch[places.classDay[place[e]!]!]!, affinity[a * KINDS + kind[e]!]!);
      extra += (place[e] === keepClass[e] ? policy.value.disruptionCost : 0) - contactCost[e]!;
      extra -= surcharge[day[e]!]! * minutes[e]!;
    }
  }
  return touches.size === 0 ? extra : valueOfTouches(problem, values, a, touches) + extra;
}
