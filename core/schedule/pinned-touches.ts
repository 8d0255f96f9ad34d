import { type AccountValues, addTouch, type TouchList } from './account-values.ts';
import type { Cheapest, Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';

export function addPinned(problem: Problem, values: AccountValues, a: number, touches: TouchList, except = NONE): void {
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (problem.pinned[e] !== NONE && e !== except)
      addTouch(problem, values, touches, e, problem.pinnedTouch[e]!, problem.pinnedAffinity[e]!);
  }
}

/** Contact cost, prices and kept places of what is pinned. */
export function pinnedCost(problem: Problem, table: Cheapest, prices: Prices, scale: number, a: number): number {
  const { days, pinned, pinnedDay, minutes, contactCost, slotMinutes } = problem;
  let cost = 0;
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    const from = pinned[e]!;
    if (from === NONE) continue;
    cost += scale * contactCost[e]!;
    if (keepsPinned(problem, e)) cost -= scale * problem.policy.value.disruptionCost;
    const d = pinnedDay[e]!;
    if (d === NONE) continue;
    const low = days.offset[d]!;
    const last = days.offset[d + 1]! - low;
    const s = Math.min(last, Math.max(0, Math.ceil(from / slotMinutes) - days.base[d]!));
    const end = Math.min(last, Math.max(0, Math.ceil((from + minutes[e]!) / slotMinutes) - days.base[d]!));
    cost += table.sums[low + end]! - table.sums[low + s]! + prices.minute[d]! * minutes[e]! + prices.count[d]!;
  }
  return cost;
}

export function keepsPinned(problem: Problem, e: number): boolean {
  const rep = problem.days.reps[problem.keepRep[e]!];
  return (
    rep !== undefined && rep.id === problem.engagements[e]!.pinned?.rep && problem.keepStart[e] === problem.pinned[e]
  );
}
