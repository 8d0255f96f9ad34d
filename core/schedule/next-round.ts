import type { CoverageBonus } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { BlockPlan } from './block-plan.ts';
import { coverageOf, shortOfFloor, type ValueCoverage } from './coverage-floor.ts';
import type { EarlierRound } from './earlier-plan.ts';
import { type CoverageRound, nextBonuses } from './next-bonuses.ts';
import { fittedTheta, nextTheta, type PlannedRound, stillFits } from './next-theta.ts';

/** Accounts that exchanges can bring in, as a share of the eligible ones. */
const EXCHANGEABLE = 0.01;
/** The same from an earlier plan, where another round costs more than the exchanges. */
const WARM_EXCHANGEABLE = 0.02;

/**
 * Either what to plan the next round at, or the index of the round to keep; `unfloored`: the objective of the blocks planned
 * at the same θ without bonuses, null where nothing was planned.
 */
export type NextRound =
  | { readonly done: true; readonly best: number; readonly unfloored: number | null }
  | { readonly done: false; readonly theta: number; readonly bonuses: readonly CoverageBonus[] };

/**
 * Plan, re-fit θ on the plan, plan again: at most `risk.rounds` times or until θ settles; the plan with the smallest EVaR is
 * kept, the earlier one of equals. Measure `neutral` plans once, at 0. Where that plan is below the coverage floor: again at
 * its θ, with bonuses that close in on the floor, at most `equity.parityRounds` times.
 */
export function nextRound(input: {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly rounds: readonly PlannedRound[];
  /** What an earlier plan of much the same portfolio was planned at: tried first, and kept where it still nearly fits. */
  readonly earlier?: EarlierRound | null;
}): NextRound {
  const { portfolio, policy } = input;
  const earlier = input.earlier ?? null;
  if (earlier !== null && earlier.bonuses.length > 0) return resumedRound(portfolio, policy, input.rounds, earlier);
  const priced = input.rounds.filter(({ blockPlans }) => bonusesOf(blockPlans).length > 0);
  const plain = input.rounds.slice(0, input.rounds.length - priced.length);
  const found = nextTheta(portfolio, policy, plain, earlier?.theta ?? null);
  if (!found.done) return { ...found, bonuses: [] };
  const base = plain[found.best];
  if (base === undefined) return { done: true, best: found.best, unfloored: null };
  const rounds = [base, ...priced];
  const history = coverageRounds(policy, rounds);
  // The second limit ends the rounds of a caller that plans without the bonuses it was given.
  const { parityRounds } = policy.equity;
  const exchangeable = earlier === null ? EXCHANGEABLE : WARM_EXCHANGEABLE;
  const near = earlier !== null && priced.length > 0 && nearFloor(policy, history.at(-1)!.coverage, exchangeable);
  if (!near && priced.length < parityRounds && input.rounds.length < policy.risk.rounds + parityRounds) {
    const bonuses = nextBonuses(policy, history);
    if (bonuses !== null) return { done: false, theta: base.theta, bonuses };
  }
  const best = leastShort(policy, rounds, history, exchangeable);
  return {
    done: true,
    best: best === 0 ? found.best : plain.length + best - 1,
    unfloored: objectiveOfBlocks(base.blockPlans),
  };
}

/**
 * From an earlier plan that the coverage floor bound: at once at its θ and bonuses, which mostly still fit. θ is fitted once
 * more where it left, and bonuses are raised where exchanges could not bring in all that is short of the floor.
 */
function resumedRound(
  portfolio: Portfolio,
  policy: Policy,
  rounds: readonly PlannedRound[],
  earlier: EarlierRound,
): NextRound {
  const last = rounds.at(-1);
  const neutral = policy.risk.measure === 'neutral';
  if (last === undefined) return { done: false, theta: neutral ? 0 : earlier.theta, bonuses: earlier.bonuses };
  const bonuses = bonusesOf(last.blockPlans);
  if (!neutral && rounds.length === 1) {
    const theta = fittedTheta(portfolio, policy, last.blockPlans);
    if (!stillFits(theta, last.theta)) return { done: false, theta, bonuses };
  }
  const first = rounds.findIndex(({ theta }) => theta === last.theta);
  const tried = rounds.slice(first);
  const history = coverageRounds(policy, tried);
  const near = nearFloor(policy, history.at(-1)!.coverage, WARM_EXCHANGEABLE);
  if (!near && tried.length <= policy.equity.parityRounds) {
    const more = nextBonuses(policy, history);
    if (more !== null) return { done: false, theta: last.theta, bonuses: more };
  }
  const best = leastShort(policy, tried, history, WARM_EXCHANGEABLE);
  return { done: true, best: first + best, unfloored: objectiveOfBlocks(tried[best]!.blockPlans) + earlier.floorPrice };
}

function coverageRounds(policy: Policy, rounds: readonly PlannedRound[]): readonly CoverageRound[] {
  return rounds.map(({ blockPlans }) => ({
    bonuses: bonusesOf(blockPlans),
    coverage: coverageOf(policy, blockPlans),
  }));
}

/**
 * The round that lacks the fewest accounts to the floor, then the one that protects most, then the earlier. A share of the
 * accounts may be lacking: exchanges bring those in (raiseCoverage), at about what the dearest bonus was.
 */
function leastShort(
  policy: Policy,
  rounds: readonly PlannedRound[],
  history: readonly CoverageRound[],
  exchangeable: number,
): number {
  const dearest = history.reduce((most, { bonuses }) => Math.max(most, ...bonuses.map(({ bonus }) => bonus)), 0);
  const ranked = history.map(({ coverage }, i) => {
    const short = shortOfFloor(coverage, policy.equity.floor);
    const value = objectiveOfBlocks(rounds[i]!.blockPlans) - dearest * short;
    return { i, short: nearFloor(policy, coverage, exchangeable) ? 0 : short, value };
  });
  return ranked.sort((x, y) => x.short - y.short || y.value - x.value || x.i - y.i)[0]?.i ?? 0;
}

/** True where exchanges can bring in all that is short of the floor. */
function nearFloor(policy: Policy, coverage: readonly ValueCoverage[], exchangeable: number): boolean {
  const eligible = coverage.reduce((sum, row) => sum + row.eligible, 0);
  return shortOfFloor(coverage, policy.equity.floor) <= exchangeable * eligible;
}

function objectiveOfBlocks(blockPlans: readonly BlockPlan[]): number {
  return blockPlans.reduce((sum, { objective }) => sum + objective, 0);
}

/** The same for all blocks of a round. */
function bonusesOf(blockPlans: readonly BlockPlan[]): readonly CoverageBonus[] {
  return blockPlans[0]?.bonuses ?? [];
}
