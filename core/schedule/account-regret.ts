import type { TouchList } from './account-values.ts';
import { chooseForAccount } from './choose-for-account.ts';
import { accountObjective } from './objective.ts';
import type { Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Relaxation } from './relaxation.ts';
import type { Timetable } from './timetable.ts';

/**
 * How much less an account has, where its engagements are and what they pay there, than the best it could choose at current
 * prices; minor units, never below 0 but for rounding. `m`: its index among the accounts with several engagements, or NONE.
 */
export function accountRegret(
  relaxed: Relaxation,
  prices: Prices,
  timetable: Timetable,
  a: number,
  m: number,
  touches: TouchList,
): number {
  const { problem, values, choices, cheapest, scratch, chosen, surplus, owed } = relaxed;
  const { accountStart, days, places, pinned } = problem;
  const first = accountStart[a]!;
  let has = accountObjective(problem, values, timetable, a, touches);
  let covered = false;
  for (let e = first; e < accountStart[a + 1]!; e++) {
    const d = timetable.day[e]!;
    covered ||= d !== NONE || pinned[e] !== NONE;
    if (d === NONE) continue;
    const from = days.offset[d]! + timetable.slot[e]!;
    const end = Math.min(from + places.classCover[timetable.place[e]!]!, days.offset[d + 1]!);
    has -= cheapest.sums[end]! - cheapest.sums[from]!;
    has -= prices.minute[d]! * problem.minutes[e]! + prices.count[d]!;
  }
  has += covered ? values.bonus[a]! : -owed[a]!;
  const best =
    m === NONE
      ? Math.max(-owed[a]!, surplus[first]!)
      : chooseForAccount(problem, choices, cheapest, prices, 1, m, scratch, chosen, owed);
  return best - has;
}
