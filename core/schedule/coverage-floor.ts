import type { Policy } from '../model/policy.ts';
import type { BlockPlan } from './block-plan.ts';

/** Rounding never decides whether the floor is reached. */
export const ROUNDING = 1e-9;

/** How one value of an equity group is covered by a whole plan. `enter` and `leave` as in BlockCoverage. */
export interface ValueCoverage {
  readonly group: string;
  readonly value: string;
  readonly eligible: number;
  readonly covered: number;
  readonly coverage: number;
  /** Large enough to be held to the floor, and to be the best that others are held against. */
  readonly judged: boolean;
  readonly enter: readonly number[];
  readonly leave: readonly number[];
}

/** Coverage of all blocks together, by group and value. */
export function coverageOf(policy: Policy, blockPlans: readonly BlockPlan[]): readonly ValueCoverage[] {
  const rows = new Map<string, ValueCoverage[]>();
  for (const { coverage } of blockPlans) {
    for (const row of coverage ?? []) {
      const key = `${row.group}\u0001${row.value}`;
      rows.set(key, [...(rows.get(key) ?? []), { ...row, coverage: 0, judged: false }]);
    }
  }
  return [...rows.keys()].sort().map((key) => {
    const parts = rows.get(key)!;
    const eligible = parts.reduce((sum, part) => sum + part.eligible, 0);
    const covered = parts.reduce((sum, part) => sum + part.covered, 0);
    return {
      ...{ group: parts[0]!.group, value: parts[0]!.value, eligible, covered },
      coverage: eligible === 0 ? 1 : covered / eligible,
      judged: eligible >= policy.equity.minimumSize,
      enter: parts.flatMap(({ enter }) => enter).sort(byNumber),
      leave: parts.flatMap(({ leave }) => leave).sort(byNumber),
    };
  });
}

/** Accounts that a value's coverage is short of the floor, not whole: 0 where it reaches it or is not judged. */
export function missing(
  { coverage, eligible, judged }: Pick<ValueCoverage, 'coverage' | 'eligible' | 'judged'>,
  best: number,
  floor: number,
): number {
  return judged && coverage < floor * best - ROUNDING ? (floor * best - coverage) * eligible : 0;
}

/** Best coverage of the judged values of a group; 0 where there are none. */
export function bestCoverage(
  rows: readonly Pick<ValueCoverage, 'group' | 'coverage' | 'judged'>[],
  group: string,
): number {
  let best = 0;
  for (const row of rows) if (row.group === group && row.judged) best = Math.max(best, row.coverage);
  return best;
}

/** Accounts that all values together are short of the floor. 0: it is reached. */
export function shortOfFloor(
  rows: readonly Pick<ValueCoverage, 'group' | 'coverage' | 'eligible' | 'judged'>[],
  floor: number,
): number {
  return rows.reduce((sum, row) => sum + missing(row, bestCoverage(rows, row.group), floor), 0);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
