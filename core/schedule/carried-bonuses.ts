import type { CoverageBonus } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import { isEligible } from './block-coverage.ts';
import { balancedCharge } from './next-bonuses.ts';
import type { Problem } from './problem.ts';

/**
 * Bonuses of an earlier plan for the accounts there are now: what is given stays as it was, what is charged cancels it for as
 * many accounts as are eligible today. Values that are too small by now to be held to the floor have none.
 */
export function carriedBonuses(
  policy: Policy,
  problems: readonly Problem[],
  earlier: readonly CoverageBonus[],
): readonly CoverageBonus[] {
  if (earlier.length === 0) return [];
  const { floor, minimumSize, parityRounds } = policy.equity;
  if (parityRounds === 0) return [];
  const known = earlier.map((row) => ({ ...row, eligible: eligibleWith(problems, row) }));
  const judged = known.filter(({ eligible }) => eligible >= minimumSize);
  const groups = [...new Set(judged.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const ofGroup = judged.filter((row) => row.group === group);
    const given = ofGroup.filter(({ bonus }) => bonus > 0);
    const charged = ofGroup.filter(({ bonus }) => bonus < 0);
    const charge = balancedCharge(given, charged, floor);
    return [
      ...given.map(({ value, bonus }) => ({ group, value, bonus })),
      ...(charge > 0 ? charged.map(({ value }) => ({ group, value, bonus: -charge })) : []),
    ];
  });
}

function eligibleWith(problems: readonly Problem[], { group, value }: Pick<CoverageBonus, 'group' | 'value'>): number {
  let count = 0;
  for (const problem of problems) {
    problem.accounts.forEach(({ groups }, a) => {
      if (groups[group] === value && isEligible(problem, a)) count++;
    });
  }
  return count;
}
