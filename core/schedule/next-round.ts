import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { evar } from '../risk/evar.ts';
import type { BlockPlan } from './block-plan.ts';
import { type LossTable, planLosses } from './plan-losses.ts';

/** θ that moves less than this share is settled. */
const SETTLED = 0.01;
/** EVaR this close to the whole stake, as a share of it, cannot tell plans apart. */
const SATURATED = 1e-6;

export interface PlannedRound {
  readonly theta: number;
  readonly blockPlans: readonly BlockPlan[];
}

/** Either the θ of the next round, or the index of the round to keep. */
export type NextRound =
  | { readonly done: true; readonly best: number }
  | { readonly done: false; readonly theta: number };

/**
 * Plan, re-fit θ on the plan, plan again: at most `risk.rounds` times or until θ settles; the plan with the smallest EVaR is
 * kept, the earlier one of equals. Measure `neutral` plans once, at 0.
 */
export function nextRound(input: {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly rounds: readonly PlannedRound[];
}): NextRound {
  const { portfolio, policy, rounds } = input;
  const { measure, alpha } = policy.risk;
  const last = rounds.at(-1);
  if (measure === 'neutral') return last === undefined ? { done: false, theta: 0 } : { done: true, best: 0 };
  if (last === undefined) return { done: false, theta: thetaOf(planLosses(portfolio, policy, []), alpha) };
  const tables = rounds.map(({ blockPlans }) =>
    planLosses(
      portfolio,
      policy,
      blockPlans.flatMap(({ assignments }) => assignments),
    ),
  );
  const fits = tables.map((table) => evar(table, alpha));
  const refit = thetaOf(tables[tables.length - 1]!, alpha);
  const settled = Math.abs(refit - last.theta) < SETTLED * last.theta || refit === last.theta;
  if (rounds.length < policy.risk.rounds && !settled) return { done: false, theta: refit };
  let best = 0;
  fits.forEach((fit, round) => {
    if (fit.evar < fits[best]!.evar) best = round;
  });
  return { done: true, best };
}

/**
 * θ of the smallest EVaR; 0 where it is the whole stake in doubt. There all can be lost together with a chance of 1 − α, θ
 * goes to infinity, and no plan could be told from another: what is left to plan by is the average.
 */
function thetaOf(table: LossTable, alpha: number): number {
  const fit = evar(table, alpha);
  let doubt = 0;
  for (let a = 0; a < table.losses.length; a++) if (table.losses[a]! > 0) doubt += table.stakes[a]!;
  return fit.evar >= doubt * (1 - SATURATED) ? 0 : fit.theta;
}
