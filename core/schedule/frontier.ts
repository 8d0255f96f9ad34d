import { epochMinutes } from '../calendar/minute.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { marketEvar, marketMean } from '../risk/market-evar.ts';
import { tailLoss } from '../risk/tail.ts';
import { planLosses } from './plan-losses.ts';
import { type PlanInput, planPortfolio } from './plan-portfolio.ts';

/** Confidence levels of the frontier; 0 is the average alone. */
export const FRONTIER = [0, 0.5, 0.8, 0.9, 0.95, 0.99] as const;

/** What planning at one confidence level gives, all judged at the level `judgedAt`; minor units. */
export interface FrontierPoint {
  readonly alpha: number;
  readonly expectedLoss: number;
  readonly evar: number;
  /** Simulated with common random numbers, so that points can be compared; the market as forecast. */
  readonly cvar: number;
}

/** The price of protection: one plan per confidence level, its average and its tail. Work: a plan per level. */
export function frontier(
  input: PlanInput,
  options: { readonly judgedAt: number; readonly seed: number; readonly scenarios: number },
): readonly FrontierPoint[] {
  return FRONTIER.map((alpha) => pointAt(input, alpha, options));
}

function pointAt(
  input: PlanInput,
  alpha: number,
  { judgedAt, seed, scenarios }: { readonly judgedAt: number; readonly seed: number; readonly scenarios: number },
): FrontierPoint {
  const policy = policyAt(input.policy, alpha);
  const plan = planPortfolio({ ...input, policy });
  const planned = plan.assignments.map(({ engagement, rep, start }) => ({
    engagement,
    rep,
    start: epochMinutes(start),
  }));
  const losses = planLosses(input.portfolio, policy, planned);
  const { cvar } = tailLoss({ ...losses, ids: accountIds(input.portfolio) }, { alpha: judgedAt, seed, scenarios });
  const expectedLoss = roundHalfUp(marketMean(losses.markets));
  return { alpha, expectedLoss, evar: Math.round(marketEvar(losses.markets, judgedAt).evar), cvar };
}

function policyAt(policy: Policy, alpha: number): Policy {
  return { ...policy, risk: { ...policy.risk, measure: alpha === 0 ? 'neutral' : 'evar', alpha } };
}

/** In the order of planLosses. */
function accountIds(portfolio: Portfolio): readonly string[] {
  return portfolio.accounts.map(({ id }) => String(id)).sort((a, b) => (a < b ? -1 : 1));
}
