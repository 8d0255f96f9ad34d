import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { marketEvar } from '../risk/market-evar.ts';
import type { BlockPlan } from './block-plan.ts';
import { type LossTable, planLosses } from './plan-losses.ts';

/** θ that moves less than this share is settled. */
const SETTLED = 0.01;
/** θ of an earlier plan is kept where it is no further from what fits than this share. */
const STILL_FITS = 0.1;
/** EVaR this close to the whole stake, as a share of it, cannot tell plans apart. */
const SATURATED = 1e-6;

/** All blocks, planned at one θ. */
export interface PlannedRound {
  readonly theta: number;
  readonly blockPlans: readonly BlockPlan[];
}

/** What to plan at next, or the index of the round to keep. */
export type NextTheta =
  | { readonly done: true; readonly best: number }
  | { readonly done: false; readonly theta: number };

/**
 * Plan, re-fit θ on the plan, plan again, until it settles or `risk.rounds` are over; the round of the smallest EVaR is kept,
 * the earlier of equals. `earlier`: θ of an earlier plan, tried first.
 */
export function nextTheta(
  portfolio: Portfolio,
  policy: Policy,
  rounds: readonly PlannedRound[],
  earlier: number | null,
): NextTheta {
  const { measure, alpha } = policy.risk;
  const last = rounds.at(-1);
  if (measure === 'neutral') return last === undefined ? { done: false, theta: 0 } : { done: true, best: 0 };
  if (last === undefined) return { done: false, theta: earlier ?? fittedTheta(portfolio, policy, []) };
  const tables = rounds.map(({ blockPlans }) => lossesOf(portfolio, policy, blockPlans));
  const fits = tables.map(({ markets }) => marketEvar(markets, alpha));
  const refit = thetaOf(tables.at(-1)!, fits.at(-1)!);
  const settled = settles(refit, last.theta, earlier === null ? SETTLED : STILL_FITS);
  if (rounds.length < policy.risk.rounds && !settled) return { done: false, theta: refit };
  let best = 0;
  fits.forEach((fit, round) => {
    if (fit.evar < fits[best]!.evar) best = round;
  });
  return { done: true, best };
}

/** θ that fits what these blocks hold; of none: what fits where nobody is met. */
export function fittedTheta(portfolio: Portfolio, policy: Policy, blockPlans: readonly BlockPlan[]): number {
  const table = lossesOf(portfolio, policy, blockPlans);
  return thetaOf(table, marketEvar(table.markets, policy.risk.alpha));
}

/** True where θ of an earlier plan need not be left for `theta`. */
export function stillFits(theta: number, earlier: number): boolean {
  return settles(theta, earlier, STILL_FITS);
}

function settles(theta: number, last: number, share: number): boolean {
  return Math.abs(theta - last) < share * last || theta === last;
}

function lossesOf(portfolio: Portfolio, policy: Policy, blockPlans: readonly BlockPlan[]): LossTable {
  const planned = blockPlans.flatMap(({ assignments }) => assignments);
  return planLosses(portfolio, policy, planned);
}

/**
 * θ of the smallest EVaR; 0 where it is the whole stake in doubt. There all can be lost together with a chance of 1 − α, θ
 * goes to infinity, and no plan could be told from another: what is left to plan by is the average.
 */
function thetaOf(table: LossTable, fit: { readonly evar: number; readonly theta: number }): number {
  let doubt = 0;
  for (let a = 0; a < table.stakes.length; a++)
    if (table.markets.some(({ losses }) => losses[a]! > 0)) doubt += table.stakes[a]!;
  return fit.evar >= doubt * (1 - SATURATED) ? 0 : fit.theta;
}
