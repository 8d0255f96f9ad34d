import type { AccountForecast, Forecasts } from '../model/forecasts.ts';
import type { Digest, RunId } from '../model/ids.ts';
import { averts } from '../risk/averts.ts';
import { drawLots, openEngagements } from '../risk/reserve-accounts.ts';
import type { ScoredPortfolio } from '../risk/score-portfolio.ts';
import { affinity } from './account-risk.ts';
import { type Documents, planView } from './plan-view.ts';

/** forecasts/1: what a plan expects, at the moment it is published. By account id, and by start. O(plan + portfolio). */
export function forecastsOf(
  documents: Documents,
  of: { readonly run: RunId; readonly plan: Digest; readonly learned: Digest },
): Forecasts {
  const view = planView(documents);
  const { portfolio, policy } = documents;
  const accounts = portfolio.accounts.flatMap((account) => (account.loss ? [{ ...account, loss: account.loss }] : []));
  const scored: ScoredPortfolio = { ...portfolio, accounts };
  const lots = drawLots(scored, policy.learning);
  const open = openEngagements(portfolio);
  return {
    contract: 'forecasts/1',
    ...of,
    asOf: portfolio.asOf,
    accounts: accounts
      .map(({ id, loss }): AccountForecast => {
        const kinds = new Set((open.get(id) ?? []).map(({ kind }) => kind));
        const [kind] = kinds;
        return {
          account: id,
          ...loss,
          arm: lots.get(id) ?? null,
          kind: kinds.size === 1 && kind !== undefined ? kind : null,
        };
      })
      .sort((a, b) => (a.account < b.account ? -1 : 1)),
    meetings: [...view.assignmentsOfAccount.values()]
      .flat()
      .flatMap(({ engagement: id, account, rep, start, minutes }) => {
        const engagement = view.engagements.get(id);
        const [who, holder] = [view.accounts.get(account), view.reps.get(rep)];
        if (engagement === undefined || who === undefined || holder === undefined) return [];
        const { kind, show, effect } = engagement;
        const held = averts({ show: 1, effect, affinity: affinity(view, holder, who) });
        return [{ engagement: id, account, kind, start, minutes, show, averts: held }];
      }),
  };
}
