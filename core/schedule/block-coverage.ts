import { z } from 'zod';
import { Label } from '../model/units.ts';
import type { AccountValues } from './account-values.ts';
import { type Cheapest, choosePlace } from './oracle.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';
import type { Timetable } from './timetable.ts';

const Amount = z.int().min(1);

/**
 * How a block covers the accounts of one value of an equity group, and what would change that at its prices, in whole minor
 * units per account, ascending: the bonuses at which accounts left out would pay, the charges at which covered ones would not.
 */
export const BlockCoverage = z.strictObject({
  group: Label,
  value: Label,
  eligible: z.int().min(0),
  covered: z.int().min(0),
  enter: z.array(Amount),
  leave: z.array(Amount),
});
export type BlockCoverage = z.infer<typeof BlockCoverage>;

/** One row for each group and value an account of the block has. `cheapest` at `scale` times the prices of the plan. */
export function blockCoverage(
  problem: Problem,
  values: AccountValues,
  timetable: Timetable,
  cheapest: Cheapest,
  scale: number,
): readonly BlockCoverage[] {
  const { portfolio, accounts } = problem;
  if (portfolio.equityGroups.length === 0) return [];
  const coverable = accounts.map((_, a) => isEligible(problem, a));
  const covered = accounts.map((_, a) => isCovered(problem, timetable, a));
  const size = problem.engagements.length;
  const out = { chosen: new Int32Array(size), surplus: new Float64Array(size) };
  // Best surplus of one engagement by itself, bonus in; what it is worth beside others of its account is not asked.
  const margins = accounts.map((_, a) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
      if (problem.pinned[e] !== NONE) continue;
      choosePlace(problem, cheapest, values.alone, scale, e, Number.NEGATIVE_INFINITY, out);
      if (out.chosen[e] !== NONE) best = Math.max(best, out.surplus[e]! / scale);
    }
    return best;
  });
  return [...portfolio.equityGroups].sort(byText).flatMap((group) => {
    const names = [...new Set(accounts.flatMap(({ groups }) => groups[group] ?? []))].sort(byText);
    return names.map((value): BlockCoverage => {
      const row = { group, value, eligible: 0, covered: 0, enter: [] as number[], leave: [] as number[] };
      accounts.forEach(({ groups }, a) => {
        if (groups[group] !== value || !coverable[a]) return;
        row.eligible++;
        if (covered[a]) row.covered++;
        if (covered[a]) {
          if (Number.isFinite(margins[a]!)) row.leave.push(Math.max(1, Math.floor(margins[a]!)));
        } else if (Number.isFinite(margins[a]!)) row.enter.push(Math.max(1, Math.ceil(-margins[a]!)));
      });
      row.enter.sort((x, y) => x - y);
      row.leave.sort((x, y) => x - y);
      return row;
    });
  });
}

/** An account is eligible if it has an engagement that is pinned or has a feasible place; objected ones are no part of a problem. */
export function isEligible({ accountStart, pinned, lists, days }: Problem, a: number): boolean {
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (pinned[e] !== NONE) return true;
    for (let t = 0; t < days.touchCount; t++) if (lists[e * days.touchCount + t] !== NONE) return true;
  }
  return false;
}

export function isCovered({ accountStart, pinned }: Problem, { day }: Timetable, a: number): boolean {
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (pinned[e] !== NONE || day[e] !== NONE) return true;
  }
  return false;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
