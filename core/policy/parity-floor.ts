import type { GroupCoverage } from '../model/plan.ts';

/**
 * Shares of whole accounts that meet the floor exactly come out a hair below it (12 of 20 against 15 of 20 is
 * 0.7999999999999999): rounding never decides, as for planner and checker.
 */
const ROUNDING = 1e-9;

/** Whether a group that is held to the floor misses it. */
export function isBelowFloor(
  { ratio, reportOnly }: Pick<GroupCoverage, 'ratio' | 'reportOnly'>,
  floor: number,
): boolean {
  return !reportOnly && ratio < floor - ROUNDING;
}

/**
 * How far the least covered group that is held to a floor is behind the best, 0 where none is. A plan exactly at a floor of
 * 0.8 stays below a threshold of 0.2.
 */
export function parityShortfall(rows: readonly Pick<GroupCoverage, 'ratio' | 'reportOnly'>[]): number {
  const least = rows.reduce((worst, { ratio, reportOnly }) => (reportOnly ? worst : Math.min(worst, ratio)), 1);
  return Math.max(0, 1 - least - ROUNDING);
}
