import type { Flags } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { isHeldOut } from '../risk/holdout.ts';

/**
 * The part of a portfolio that a canary plans for real: accounts of the named segments (`group:value`), and a share of the
 * rest by a stable hash of their id, so the same accounts are in it in every run and a larger share keeps those of a smaller
 * one. Engagements and ledger go with their accounts.
 */
export function canaryPortfolio(
  portfolio: Portfolio,
  { share, segments = [] }: Pick<Flags['scheduling'], 'share' | 'segments'>,
): Portfolio {
  const named = new Set(segments);
  const accounts = portfolio.accounts.filter(
    ({ id, groups }) =>
      Object.entries(groups).some(([group, value]) => named.has(`${group}:${value}`)) || isHeldOut(id, 'canary', share),
  );
  const chosen = new Set<string>(accounts.map(({ id }) => id));
  return {
    ...portfolio,
    accounts,
    engagements: portfolio.engagements.filter(({ account }) => chosen.has(account)),
    ledger: portfolio.ledger.filter(({ account }) => chosen.has(account)),
  };
}
