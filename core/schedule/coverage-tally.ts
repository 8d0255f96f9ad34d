import type { Policy } from '../model/policy.ts';
import { isCovered, isEligible } from './block-coverage.ts';
import type { PlannedBlock } from './planned-block.ts';
import type { Problem } from './problem.ts';

const SEPARATOR = '\u0001';

/** How one value of an equity group is covered. */
export interface CoverageRow {
  readonly group: string;
  readonly value: string;
  readonly eligible: number;
  readonly judged: boolean;
  covered: number;
  coverage: number;
}

/** Of each account of a block the values of its groups, each as one key, and whether it counts at all. */
export interface CoverageTally {
  readonly block: PlannedBlock;
  readonly keys: readonly (readonly string[])[];
  readonly eligible: readonly boolean[];
}

export function coverageTally(block: PlannedBlock): CoverageTally {
  const { problem } = block;
  return {
    block,
    keys: problem.accounts.map((_, a) => keysOf(problem, a)),
    eligible: problem.accounts.map((_, a) => isEligible(problem, a)),
  };
}

/** One row for each group and value, as the timetables stand. O(accounts). */
export function coverageRows(tallies: readonly CoverageTally[], policy: Policy): readonly CoverageRow[] {
  const rows = new Map<string, { eligible: number; covered: number }>();
  for (const { block, keys, eligible } of tallies) {
    for (let a = 0; a < keys.length; a++) {
      if (!eligible[a]) continue;
      const covered = isCovered(block.problem, block.timetable, a) ? 1 : 0;
      for (const key of keys[a]!) {
        const row = rows.get(key);
        if (row === undefined) rows.set(key, { eligible: 1, covered });
        else {
          row.eligible++;
          row.covered += covered;
        }
      }
    }
  }
  return [...rows].map(([key, row]) => ({
    ...groupAndValue(key),
    ...row,
    coverage: row.covered / row.eligible,
    judged: row.eligible >= policy.equity.minimumSize,
  }));
}

function keysOf({ accounts, portfolio }: Problem, a: number): readonly string[] {
  const { groups } = accounts[a]!;
  return portfolio.equityGroups.flatMap((group) => {
    const value = groups[group];
    return value === undefined ? [] : [keyOf({ group, value })];
  });
}

function groupAndValue(key: string): { readonly group: string; readonly value: string } {
  const [group = '', value = ''] = key.split(SEPARATOR);
  return { group, value };
}

export function keyOf({ group, value }: { readonly group: string; readonly value: string }): string {
  return `${group}${SEPARATOR}${value}`;
}
