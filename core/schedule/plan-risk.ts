import { epochMinutes } from '../calendar/minute.ts';
import type { Assignment, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { evar } from '../risk/evar.ts';
import { type LossTable, planLosses } from './plan-losses.ts';

/** Expected loss and EVaR of the whole portfolio, with the plan and without, each rounded once. */
export function planRisk(
  portfolio: Portfolio,
  policy: Policy,
  theta: number,
  assignments: readonly Assignment[],
): Plan['risk'] {
  const { measure, alpha } = policy.risk;
  const planned = assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start: epochMinutes(start) }));
  return {
    measure,
    alpha,
    theta,
    ...measuresOf(planLosses(portfolio, policy, planned), alpha),
    withoutPlan: measuresOf(planLosses(portfolio, policy, []), alpha),
  };
}

function measuresOf(table: LossTable, alpha: number): { expectedLoss: number; evar: number } {
  let expected = 0;
  for (let a = 0; a < table.losses.length; a++) expected += table.losses[a]! * table.stakes[a]!;
  return { expectedLoss: roundHalfUp(expected), evar: roundHalfUp(evar(table, alpha).evar) };
}
