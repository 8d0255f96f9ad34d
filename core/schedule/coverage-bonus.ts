import type { CoverageBonus } from '../model/plan.ts';
import type { Account } from '../model/portfolio.ts';

/** What covering an account counts for beside its value: the sum over its equity groups, minor units. */
export function coverageBonus({ groups }: Account, bonuses: readonly CoverageBonus[]): number {
  let sum = 0;
  for (const { group, value, bonus } of bonuses) if (groups[group] === value) sum += bonus;
  return sum;
}
