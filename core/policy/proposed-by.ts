import { epochMinutes } from '../calendar/minute.ts';
import type { Plan } from '../model/plan.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { Proposed } from '../model/run.ts';
import type { Changes } from './changes.ts';

/** A plan in the few figures that a run's record keeps, so that a list of runs reads no plans. O(assignments). */
export function proposedBy({ currency, horizon }: Portfolio, plan: Plan, changes: Changes): Proposed {
  const { assignments, objective, risk } = plan;
  const [first] = assignments.map(({ start }) => start).sort((a, b) => epochMinutes(a) - epochMinutes(b));
  return {
    currency,
    from: horizon.start,
    days: horizon.days,
    meetings: assignments.length,
    accounts: new Set(assignments.map(({ account }) => account)).size,
    ...(first === undefined ? {} : { first }),
    protectedValue: objective,
    expectedLoss: { with: risk.expectedLoss, without: risk.withoutPlan.expectedLoss },
    badCase: { with: risk.evar, without: risk.withoutPlan.evar },
    alpha: risk.alpha,
    added: changes.added.length,
    moved: changes.moved.length,
    cancelled: changes.cancelled.length,
  };
}
