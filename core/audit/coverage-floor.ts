import type { Account } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import { optionsOf, type PricedPlaces } from './option.ts';

/** Taken off the floor, so that rounding never makes the bound too low. */
const SAFETY = 1e-9;

/** What the bound takes from the multipliers of the coverage floor. */
export interface CoverageTerms {
  /** What covering the account counts for, minor units. */
  readonly bonusOf: (account: Account) => number;
  /** What bonuses can cost more than they bring in a plan at the floor, in 1/60 minor units. */
  readonly deficit: bigint;
}

/** The bound of the problem without the floor. */
export const NO_FLOOR: CoverageTerms = { bonusOf: () => 0, deficit: 0n };

/** Eligible accounts by group and value: they did not object, and an engagement of theirs is pinned or has a place. */
export function eligibleByValue(places: PricedPlaces): ReadonlyMap<string, number> {
  const { portfolio, engagementsOfAccount } = places.context;
  const counts = new Map<string, number>();
  if (portfolio.equityGroups.length === 0) return counts;
  for (const account of portfolio.accounts) {
    const engagements = engagementsOfAccount.get(account.id) ?? [];
    if (account.contact.objected || !engagements.some((each) => optionsOf(places, account, each).length > 0)) continue;
    for (const group of portfolio.equityGroups) {
      const value = account.groups[group];
      if (value === undefined) continue;
      const key = valueKey({ group, value });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** "Coverage floor" of core/README.md. Multipliers of values that are not held to the floor count nothing. */
export function coverageTerms(places: PricedPlaces): CoverageTerms {
  const { context } = places;
  const { floor, minimumSize } = context.policy.equity;
  const given = context.plan.certificate.coverage ?? [];
  if (given.length === 0) return NO_FLOOR;
  const eligible = eligibleByValue(places);
  const counted = given.filter((row) => (eligible.get(valueKey(row)) ?? 0) >= minimumSize);
  let deficit = 0n;
  for (const rows of Map.groupBy(counted, ({ group }) => group).values()) {
    let brings = 0;
    let costs = 0n;
    for (const row of rows) {
      const { bonus } = row;
      const size = eligible.get(valueKey(row)) ?? 0;
      if (bonus > 0) brings += bonus * size;
      else costs += BigInt(-bonus) * BigInt(size);
    }
    const over = 60n * costs - BigInt(Math.floor(60 * Math.max(0, floor - SAFETY) * brings));
    if (over > 0n) deficit += over;
  }
  const bonusOf = ({ groups }: Account): number =>
    counted.reduce((sum, { group, value, bonus }) => (groups[group] === value ? sum + bonus : sum), 0);
  return { bonusOf, deficit };
}

/** Whether all judged rows are covered at least `floor` times as well as the best of their group. */
export function floorReached(
  { policy }: AuditContext,
  rows: readonly { readonly ratio: number; readonly reportOnly: boolean }[],
): boolean {
  return rows.every(({ ratio, reportOnly }) => reportOnly || ratio >= policy.equity.floor - SAFETY);
}

/** One key for a value of a group: `["tier","gold"]`. Names may hold whatever else would part them. */
export function valueKey({ group, value }: { readonly group: string; readonly value: string }): string {
  return JSON.stringify([group, value]);
}
