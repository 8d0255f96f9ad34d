import { kept } from '../calendar/kept.ts';
import type { Assignment, GroupCoverage, ParityFloor } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { isEligible } from './block-coverage.ts';
import { ROUNDING } from './coverage-floor.ts';
import { order } from './order.ts';
import type { PlannedBlock } from './planned-block.ts';

/** Coverage of every value of every equity group, against the best of the group (four-fifths rule; core/README.md). */
export function groupCoverage(
  portfolio: Portfolio,
  policy: Policy,
  blocks: readonly PlannedBlock[],
  assignments: readonly Assignment[],
): GroupCoverage[] {
  if (portfolio.equityGroups.length === 0) return [];
  const eligible = new Set(blocks.flatMap(eligibleAccounts));
  const reached = new Set<string>(assignments.map(({ account }) => account));
  return [...portfolio.equityGroups].sort(order).flatMap((group) => {
    const counts = new Map<string, { eligible: number; covered: number }>();
    for (const { id, groups } of portfolio.accounts) {
      const value = groups[group];
      if (value === undefined) continue;
      const count = kept(counts, value, () => ({ eligible: 0, covered: 0 }));
      if (!eligible.has(id)) continue;
      count.eligible++;
      if (reached.has(id)) count.covered++;
    }
    const values = [...counts].sort(([a], [b]) => order(a, b));
    const rows = values.map(([value, count]) => ({
      ...{ group, value, ...count },
      coverage: count.eligible === 0 ? 1 : count.covered / count.eligible,
      reportOnly: count.eligible < policy.equity.minimumSize,
    }));
    const best = rows.reduce((most, row) => (row.reportOnly ? most : Math.max(most, row.coverage)), 0);
    return rows.map((row) => ({ ...row, ratio: best === 0 ? 1 : row.coverage / best }));
  });
}

/** Whether the floor is reached, and what it costs; null where no group is large enough to be held to it. */
export function parityFloor(
  { equity: { floor } }: Policy,
  rows: readonly GroupCoverage[],
  price: number,
): ParityFloor | null {
  const judged = rows.filter(({ reportOnly }) => !reportOnly);
  if (judged.length === 0) return null;
  return { floor, reached: judged.every(({ ratio }) => ratio >= floor - ROUNDING), price };
}

/** Accounts that did not object and have an engagement that is pinned or has a feasible place. */
function eligibleAccounts({ problem }: PlannedBlock): string[] {
  return problem.accounts.flatMap(({ id }, a) => (isEligible(problem, a) ? [id] : []));
}
