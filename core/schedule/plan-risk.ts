import type { Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { marketEvarAlone, marketMean } from '../risk/market-evar.ts';
import { blockTouches } from './block-touches.ts';
import { type LossTable, lossTable } from './plan-losses.ts';
import type { PlannedBlock } from './planned-block.ts';

/** Expected loss and EVaR of the whole portfolio, with the plan and without, each rounded once; over the
 * states of the market where the policy declares some. */
export function planRisk(
  portfolio: Portfolio,
  policy: Policy,
  theta: number,
  blocks: readonly PlannedBlock[],
): Plan['risk'] {
  const { measure, alpha, marketScenarios = [] } = policy.risk;
  return {
    measure,
    alpha,
    theta,
    ...measuresOf(lossTable(portfolio, policy, blockTouches(portfolio, policy, blocks)), alpha),
    withoutPlan: measuresOf(lossTable(portfolio, policy, new Map()), alpha),
    ...(marketScenarios.length > 0 ? { markets: marketScenarios } : {}),
  };
}

function measuresOf({ markets }: LossTable, alpha: number): { expectedLoss: number; evar: number } {
  return { expectedLoss: roundHalfUp(marketMean(markets)), evar: roundHalfUp(marketEvarAlone(markets, alpha)) };
}
