import type { Account } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';
import { accountTerm, servedTerm } from './account-term.ts';
import type { AuditContext } from './context.ts';
import type { CoverageTerms } from './coverage-floor.ts';
import type { PricedPlaces } from './option.ts';

/** Starved accounts that the plan gives a meeting. */
export function starvedServed(context: AuditContext): number {
  return starvedAccounts(context).filter(({ id }) => context.meetingsOfAccount.has(id)).length;
}

/** "Duty to the starved" of core/README.md: the `served` smallest needs, in 1/60 minor units. */
export function dutyCost(places: PricedPlaces, bonusOf: CoverageTerms['bonusOf'], served: number): bigint {
  const needs = starvedAccounts(places.context).flatMap((account) => {
    const bonus = bonusOf(account);
    const best = servedTerm(places, account, bonus);
    return best === null ? [] : [accountTerm(places, account, bonus) - best];
  });
  return needs
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, served)
    .reduce((sum, need) => sum + need, 0n);
}

function starvedAccounts({ portfolio, policy }: AuditContext): readonly Account[] {
  return portfolio.accounts.filter(
    (account) => !account.contact.objected && isStarved(account, policy.equity, portfolio.asOf),
  );
}
