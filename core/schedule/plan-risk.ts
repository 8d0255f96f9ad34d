import { epochMinutes } from '../calendar/minute.ts';
import type { Assignment, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { marketEvar, marketMean } from '../risk/market-evar.ts';
import { type LossTable, planLosses } from './plan-losses.ts';

/** Expected loss and EVaR of the whole portfolio, with the plan and without, each rounded once; over the
 * states of the market where the policy declares some. */
export function planRisk(
  portfolio: Portfolio,
  policy: Policy,
  theta: number,
  assignments: readonly Assignment[],
): Plan['risk'] {
  const { measure, alpha, marketScenarios = [] } = policy.risk;
  const planned = assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start: epochMinutes(start) }));
  return {
    measure,
    alpha,
    theta,
    ...measuresOf(planLosses(portfolio, policy, planned), alpha),
    withoutPlan: measuresOf(planLosses(portfolio, policy, []), alpha),
    ...(marketScenarios.length > 0 ? { markets: marketScenarios } : {}),
  };
}

function measuresOf({ markets }: LossTable, alpha: number): { expectedLoss: number; evar: number } {
  return { expectedLoss: roundHalfUp(marketMean(markets)), evar: roundHalfUp(marketEvar(markets, alpha).evar) };
}
