import type { AccountRules } from './account-rules.ts';
import type { AccountValues, TouchList } from './account-values.ts';
import { accountObjective } from './objective.ts';
import type { Cheapest } from './oracle.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';
import { STARVED } from './seat-weight.ts';
import type { Timetable } from './timetable.ts';

/** A plan in the making, as the moves of single accounts see it. */
export interface Arrangement {
  readonly problem: Problem;
  readonly values: AccountValues;
  readonly timetable: Timetable;
  readonly rules: AccountRules;
  /** Prices of places, load surcharges in: which places are looked at, never whether a move pays. */
  readonly cheapest: Cheapest;
  /** See Workshop. */
  readonly mandatoryBonus: number;
}

/** What an account brings as it stands: its part of the objective, its coverage bonus, and what search gives for what is due. */
export function accountWorth(
  { problem, values, timetable, mandatoryBonus }: Arrangement,
  a: number,
  touches: TouchList,
): number {
  const { accountStart, pinned, urgency } = problem;
  let due = 0;
  let starved = 0;
  let covered = false;
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (urgency[e] === 1) starved = mandatoryBonus / STARVED;
    if (pinned[e] === NONE && timetable.day[e] === NONE) continue;
    covered = true;
    if (urgency[e] === 2 && pinned[e] === NONE) due += mandatoryBonus;
  }
  const worth = accountObjective(problem, values, timetable, a, touches) + due;
  return covered ? worth + starved + values.bonus[a]! : worth;
}
