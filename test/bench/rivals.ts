import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import type { BlockPlan } from '../../core/schedule/block-plan.ts';
import { objectiveOf } from '../../core/schedule/objective.ts';
import { NONE } from '../../core/schedule/places.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import type { Planned } from '../../core/schedule/plan-losses.ts';
import { plannedBlock } from '../../core/schedule/planned-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { startMinute } from '../../core/schedule/timetable.ts';
import { greedy, RIVALS, type Rival } from './greedy.ts';
import { measured } from './measured.ts';
import { type BenchRow, gapOf } from './row.ts';
import { tailOf } from './tail.ts';

/** Each greedy planner on the same instance, held against our plan: at the same θ, with the same fortunes. */
export function rivalRows(portfolio: Portfolio, policy: Policy, theta: number, ours: BenchRow): readonly BenchRow[] {
  const nothing = tailOf(portfolio, policy, []);
  return RIVALS.map((rival) => {
    const { result, seconds, wallSeconds } = measured(() => planGreedily(portfolio, policy, theta, rival));
    const tail = tailOf(portfolio, policy, result.planned);
    const { findings: _, ...row } = ours;
    return {
      ...row,
      ...tail,
      rival,
      objective: result.objective,
      gap: gapOf(ours.bound, result.objective),
      seconds,
      wallSeconds,
      valueShare: result.objective / ours.objective,
      cvarShare: (nothing.cvar - tail.cvar) / (nothing.cvar - (ours.cvar ?? Number.NaN)),
      evarShare: (nothing.evar - tail.evar) / (nothing.evar - (ours.evar ?? Number.NaN)),
    };
  });
}

function planGreedily(portfolio: Portfolio, policy: Policy, theta: number, rival: Rival) {
  let objective = 0;
  const planned: Planned[] = [];
  for (const block of splitBlocks(portfolio, policy)) {
    const problem = problemOf(portfolio, policy, NO_COMMITMENTS, block);
    const made = plannedBlock(problem, nothingPlanned(block, theta));
    greedy(made, rival);
    objective += objectiveOf(problem, made.values, made.timetable);
    problem.engagements.forEach(({ id }, e) => {
      const start = startMinute(problem, made.timetable, e);
      const d = made.timetable.day[e]!;
      if (start !== NONE && d !== NONE)
        planned.push({ engagement: id, rep: problem.days.reps[problem.days.rep[d]!]!.id, start });
    });
  }
  return { objective, planned };
}

function nothingPlanned(block: BlockPlan['block'], theta: number): BlockPlan {
  return { contract: 'block-plan/1', block, theta, objective: 0, bound60: 0, assignments: [], multipliers: {} };
}
