import type { Policy } from '../../model/policy.ts';
import type { Breach, GroupQuarter } from '../../model/simulation.ts';

/** Shares are quotients of counts: a group at the floor exactly must not fall below it by the last bit. */
const ROUNDING = 1e-9;

/**
 * Over a quarter the coverage of each declared group is at least `floor` of the best group's. Groups with fewer eligible
 * accounts than `minimumSize` are neither best nor held to it.
 */
export function starvedGroups(parity: readonly GroupQuarter[], equity: Policy['equity'], day: number): Breach[] {
  const counted = parity.filter(({ eligible }) => eligible >= equity.minimumSize);
  return counted.flatMap((row): Breach[] => {
    const best = Math.max(...counted.filter(({ group }) => group === row.group).map(coverage));
    if (coverage(row) >= equity.floor * best - ROUNDING) return [];
    const text = `${row.covered} of ${row.eligible} accounts met in the quarter (${share(coverage(row))}), the best group ${share(best)}; at least ${equity.floor} of it`;
    return [{ condition: 'group-starved', day, subject: `${row.group} ${row.value}`, text }];
  });
}

/** Covered over eligible; 1 where nobody is eligible. */
export function coverage({ covered, eligible }: GroupQuarter): number {
  return eligible === 0 ? 1 : covered / eligible;
}

function share(value: number): string {
  return `${Math.round(100 * value)} %`;
}
