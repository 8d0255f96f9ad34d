import type { Policy } from './policy.ts';
import type { Account } from './portfolio.ts';

/**
 * Whether an account was passed over as long as the policy allows: `starvationRuns` runs in a row and, where the CRM says
 * since when, `starvationDays` business days. Runs alone would make daily plans serve everybody in turn after three days.
 * @param asOf instant of the portfolio; its date in UTC counts
 */
export function isStarved(
  { passedOver, passedOverSince }: Pick<Account, 'passedOver' | 'passedOverSince'>,
  { starvationRuns, starvationDays }: Pick<Policy['equity'], 'starvationRuns' | 'starvationDays'>,
  asOf: string,
): boolean {
  if (passedOver < starvationRuns) return false;
  return passedOverSince === undefined || businessDays(passedOverSince, asOf) >= starvationDays;
}

/** Mondays to Fridays from a date up to the date of an instant, that one left out. */
function businessDays(since: string, asOf: string): number {
  const first = Date.parse(since) / 86_400_000;
  const days = Math.floor(Date.parse(asOf) / 86_400_000) - first;
  const weeks = Math.floor(Math.max(0, days) / 7);
  let count = 5 * weeks;
  // 1970-01-01 was a Thursday.
  for (let day = first + 7 * weeks; day < first + days; day++) if ((day + 3) % 7 < 5) count++;
  return count;
}
