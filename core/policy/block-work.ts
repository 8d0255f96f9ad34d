import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';

/**
 * Search work of a set of accounts with a set of reps in one round of θ, millions of candidate evaluations: every
 * engagement on every rep-day, once per dual iteration and once per beam and sweep. The measure of the caps on `work`.
 */
export function blockWork(
  portfolio: Portfolio,
  search: Policy['search'],
  block: { readonly accounts: readonly string[]; readonly reps: readonly string[] },
): number {
  const accounts = new Set(block.accounts);
  const engagements = portfolio.engagements.filter(({ account }) => accounts.has(account)).length;
  const repDays = block.reps.length * portfolio.horizon.days;
  return (engagements * repDays * searchPasses(search)) / 1e6;
}

/** How often one candidate is looked at in a round. */
export function searchPasses(search: Policy['search']): number {
  return search.dualIterations + search.sweeps * search.beamWidth;
}
