import type { Commitment, CoverageBonus } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { accountChoices } from './account-choices.ts';
import { accountValues } from './account-values.ts';
import type { Block } from './block.ts';
import { blockCoverage } from './block-coverage.ts';
import type { BlockPlan } from './block-plan.ts';
import { multipliersOf, sixtieths, wholePrices } from './certificate.ts';
import { findPrices } from './dual.ts';
import { objectiveOf } from './objective.ts';
import type { Prices } from './oracle.ts';
import { order } from './order.ts';
import { NONE } from './places.ts';
import { planAgain } from './plan-again.ts';
import type { Problem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { type Relaxation, relaxation } from './relaxation.ts';
import { search } from './search.ts';
import { type DutyBound, dutyBound, owedToStarved } from './starved-duty.ts';
import { startMinute, type Timetable } from './timetable.ts';
import { type WarmStart, warmPrices } from './warm-start.ts';

/** The published plan as planning sees it. */
export interface Published {
  readonly commitments: readonly Commitment[];
}

/** Prices of the round before are near already: this part of the iterations settles them. */
const ROUND_SHARE = 2;

export const NO_COMMITMENTS: readonly Commitment[] = [];

/** Plans one block at one θ: prices first, then the search they guide, then the exact bound. Work is set by policy.search. */
export function planBlock(input: {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published?: Published | null;
  readonly block: Block;
  readonly theta: number;
  /** What covering accounts of equity groups counts for in this round; default: nothing. */
  readonly bonuses?: readonly CoverageBonus[];
  /** An earlier plan of much the same portfolio: work goes with what changed since. */
  readonly warm?: WarmStart | null;
  /** The block as the last round planned it: its prices and meetings are where this round starts, with half of the work. */
  readonly last?: BlockPlan | null;
}): BlockPlan {
  const { portfolio, policy, block, theta } = input;
  const problem = problemOf(portfolio, policy, input.published?.commitments ?? NO_COMMITMENTS, block);
  const bonuses = input.bonuses ?? [];
  const values = accountValues(problem, theta, bonuses);
  const relaxed = relaxation(problem, values, accountChoices(problem, values), owedToStarved(problem, values));
  const { dualIterations } = policy.search;
  const { prices, timetable } =
    input.warm === undefined || input.warm === null
      ? planAnew(relaxed, input.last ?? null, dualIterations)
      : planAgain(relaxed, input.warm);
  const whole = wholePrices(prices);
  const { free: bound60, needs } = dutyBound(relaxed, sixtieths(whole), 60);
  const unfloored = bonuses.length > 0 ? unflooredBound(problem, theta, sixtieths(whole)) : null;
  const coverage = blockCoverage(problem, values, timetable, relaxed.cheapest, 60);
  return {
    contract: 'block-plan/1',
    block,
    theta,
    objective: objectiveOf(problem, values, timetable),
    bound60,
    assignments: assignmentsOf(problem, timetable),
    multipliers: multipliersOf(problem, whole),
    ...(needs.length === 0 ? {} : { needs60: [...needs] }),
    ...(unfloored === null ? {} : { unfloored60: unfloored.free, bonuses: [...bonuses] }),
    ...(unfloored === null || needs.length === 0 ? {} : { unflooredNeeds60: [...unfloored.needs] }),
    ...(coverage.length > 0 ? { coverage: [...coverage] } : {}),
  };
}

function planAnew(
  relaxed: Relaxation,
  last: BlockPlan | null,
  dualIterations: number,
): { readonly prices: Prices; readonly timetable: Timetable } {
  const iterations = last === null ? dualIterations : Math.ceil(dualIterations / ROUND_SHARE);
  const prices = findPrices(relaxed, iterations, last === null ? null : warmPrices(relaxed.problem, last));
  return { prices, timetable: search(relaxed, prices, last) };
}

/** 60 × the bound at these prices where covering an account counts for nothing. */
function unflooredBound(problem: Problem, theta: number, prices: Prices): DutyBound {
  const values = accountValues(problem, theta);
  return dutyBound(relaxation(problem, values, accountChoices(problem, values)), prices, 60);
}

function assignmentsOf(problem: Problem, timetable: Timetable): BlockPlan['assignments'] {
  const { engagements, days } = problem;
  return engagements
    .flatMap(({ id, pinned }, e) => {
      const start = startMinute(problem, timetable, e);
      if (start === NONE) return [];
      return [{ engagement: id, rep: pinned?.rep ?? days.reps[days.rep[timetable.day[e]!]!]!.id, start }];
    })
    .sort((a, b) => order(a.engagement, b.engagement));
}
