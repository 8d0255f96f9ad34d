import { epochMinutes } from '../calendar/minute.ts';
import { touchDay } from '../calendar/touch-day.ts';
import type { Account, Rep } from '../model/portfolio.ts';
import { averts } from '../risk/averts.ts';
import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import { lossProbability, type Touch } from '../risk/loss-process.ts';
import { byText, type PlanView } from './plan-view.ts';

/** One account before and after the plan. Money in minor units, not rounded. */
export interface AccountRisk {
  readonly account: Account;
  readonly touches: readonly Touch[];
  readonly lossWithout: number;
  readonly lossWith: number;
  /** Stake × chance. */
  readonly expectedWithout: number;
  readonly expectedWith: number;
}

/** Every account whose chance of loss is known, by id. O(accounts + assignments). */
export function accountRisks(view: PlanView): AccountRisk[] {
  return view.portfolio.accounts
    .flatMap((account) => {
      if (!account.loss) return [];
      const touches = (view.assignmentsOfAccount.get(account.id) ?? []).map((assignment) => {
        const engagement = view.engagements.get(assignment.engagement);
        const rep = view.reps.get(assignment.rep);
        return {
          day: touchDay(rep?.timeZone ?? 'UTC', view.portfolio.asOf, epochMinutes(assignment.start)),
          averts: averts({
            show: engagement?.show ?? 0,
            effect: engagement?.effect ?? 0,
            affinity: rep ? affinity(view, rep, account) : 0,
          }),
        };
      });
      const lossWithout = account.loss.probability;
      const lossWith = lossProbability(account.loss, touches);
      return [
        {
          account,
          touches,
          lossWithout,
          lossWith,
          expectedWithout: lossWithout * account.stake,
          expectedWith: lossWith * account.stake,
        },
      ];
    })
    .sort((a, b) => byText(a.account.id, b.account.id));
}

/**
 * What waiting one day costs: the certainty-equivalent loss if every meeting is held a day later, less the one planned,
 * minor units at the plan's own θ.
 */
export function costOfOneDay(risks: readonly AccountRisk[], theta: number): number {
  let cost = 0;
  for (const { account, touches, lossWith } of risks) {
    if (!account.loss || touches.length === 0) continue;
    const later = touches.map((touch) => ({ ...touch, day: touch.day + 1 }));
    cost +=
      certaintyEquivalent(theta, lossProbability(account.loss, later), account.stake) -
      certaintyEquivalent(theta, lossWith, account.stake);
  }
  return Math.max(0, cost);
}

/** policy.value.affinity: the owner, someone on the owner's team, anyone else; 1 where nobody owns the account. */
export function affinity(view: PlanView, rep: Rep, account: Account): number {
  const { owner, team, other } = view.policy.value.affinity;
  if (account.owner === undefined) return 1;
  if (account.owner === rep.id) return owner;
  return view.reps.get(account.owner)?.team === rep.team ? team : other;
}
