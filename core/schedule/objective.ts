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
  const first = accountStart[a]!;
  if (accountStart[a + 1]! - first === 1 && pinned[first] === NONE)
    return first === except || day[first] === NONE ? 0 : onlyObjective(problem, values, timetable, a, first);
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

/** What an engagement brings that is its account's only one: known, since values of all touch days are worked out beforehand. */
function onlyObjective(
  { days, keepClass, policy, surcharge, minutes }: Problem,
  values: AccountValues,
  { day, place, kind }: Timetable,
  a: number,
  e: number,
): number {
  const d = day[e]!;
  const value = values.alone[(e * KINDS + kind[e]!) * days.touchCount + days.touch[d]!]! - values.bonus[a]!;
  return value + (place[e] === keepClass[e] ? policy.value.disruptionCost : 0) - surcharge[d]! * minutes[e]!;
}
