import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { evar } from '../../core/risk/evar.ts';
import { accountValues } from '../../core/schedule/account-values.ts';
import type { BlockPlan } from '../../core/schedule/block-plan.ts';
import { objectiveOf } from '../../core/schedule/objective.ts';
import { NONE } from '../../core/schedule/places.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { planLosses } from '../../core/schedule/plan-losses.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { plannedBlock } from '../../core/schedule/planned-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { startMinute } from '../../core/schedule/timetable.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { digest } from '../../core/trace/digest.ts';
import { greedy, RIVALS } from './greedy.ts';
import { highsOptimum } from './highs-optimum.ts';

/** One row of the table and of --json. */
export interface BenchRow {
  readonly family: string;
  readonly seed: number;
  readonly load: number;
  readonly engagements: number;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  /** Wall clock of planning, explanations included; processor time beside it, for machines that are shared. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident set after planning. */
  readonly megabytes: number;
  readonly expectedLoss?: number;
  readonly evar?: number;
  /** Our value over the optimum HiGHS proved, or over its best plan. */
  readonly optimumShare?: number;
  readonly optimumProven?: boolean;
  /** Time of HiGHS over ours. */
  readonly timeRatio?: number;
  /** A greedy planner in place of ours. */
  readonly rival?: string;
}

const NO_DIGESTS = { portfolio: digest('portfolio/1', {}), policy: digest('policy/1', {}), code: digest('code/1', {}) };

export interface RunOptions {
  readonly rivals: boolean;
  /** Seconds HiGHS may take; 0: not asked. */
  readonly highsSeconds: number;
}

/** Plans every block of an instance, one after the other, keeping only sums. */
export async function runInstance(family: Family, seed: number, options: RunOptions): Promise<readonly BenchRow[]> {
  const policy = familyPolicy(family);
  const sum = { engagements: 0, objective: 0, bound: 0, seconds: 0, cpuSeconds: 0, megabytes: 0, expectedLoss: 0 };
  let tail = 0;
  const rows: BenchRow[] = [];
  for (let block = 0; block < family.blocks; block++) {
    const portfolio = familyBlock(family, seed, block);
    const wall = performance.now();
    const cpu = process.cpuUsage();
    const plan = planPortfolio({ portfolio, policy, digests: NO_DIGESTS });
    const used = process.cpuUsage(cpu);
    sum.seconds += (performance.now() - wall) / 1000;
    sum.cpuSeconds += (used.user + used.system) / 1e6;
    sum.engagements += portfolio.engagements.length;
    sum.objective += plan.objective;
    sum.bound += plan.bound;
    sum.expectedLoss += plan.risk.expectedLoss;
    sum.megabytes = Math.max(sum.megabytes, Math.round(process.memoryUsage().rss / 1e6));
    tail = plan.risk.evar;
    if (family.blocks > 1) continue;
    if (options.rivals) rows.push(...rivalRows(family, seed, portfolio, policy, plan.risk.theta, plan.bound));
  }
  const ours = {
    family: family.name,
    seed,
    load: family.load,
    ...sum,
    gap: (sum.bound - sum.objective) / Math.max(1, Math.abs(sum.bound)),
    ...(family.blocks === 1 ? { evar: tail } : {}),
  };
  if (options.highsSeconds === 0 || family.rules !== 'time' || family.blocks > 1) return [ours, ...rows];
  const portfolio = familyBlock(family, seed, 0);
  const problem = problemOf(portfolio, policy, NO_COMMITMENTS, splitBlocks(portfolio, policy)[0]!);
  const optimum = await highsOptimum(problem, accountValues(problem, 0), options.highsSeconds);
  const compared = {
    ...ours,
    // Without any plan of HiGHS there is no share to speak of, and its time is a lower bound.
    ...(optimum.objective > 0 ? { optimumShare: sum.objective / optimum.objective } : {}),
    optimumProven: optimum.proven,
    timeRatio: optimum.seconds / sum.seconds,
  };
  return [compared, ...rows];
}

function rivalRows(
  family: Family,
  seed: number,
  portfolio: Portfolio,
  policy: Policy,
  theta: number,
  bound: number,
): BenchRow[] {
  return RIVALS.map((rival) => {
    const wall = performance.now();
    const cpu = process.cpuUsage();
    let objective = 0;
    const planned: { engagement: string; rep: string; start: number }[] = [];
    for (const block of splitBlocks(portfolio, policy)) {
      const problem = problemOf(portfolio, policy, NO_COMMITMENTS, block);
      const nothing: BlockPlan = {
        contract: 'block-plan/1',
        block,
        theta,
        objective: 0,
        bound60: 0,
        assignments: [],
        multipliers: {},
      };
      const empty = plannedBlock(problem, nothing);
      greedy(empty, rival);
      objective += objectiveOf(problem, empty.values, empty.timetable);
      problem.engagements.forEach(({ id }, e) => {
        const start = startMinute(problem, empty.timetable, e);
        const d = empty.timetable.day[e]!;
        if (start !== NONE && d !== NONE)
          planned.push({ engagement: id, rep: problem.days.reps[problem.days.rep[d]!]!.id, start });
      });
    }
    const used = process.cpuUsage(cpu);
    const losses = planLosses(portfolio, policy, planned);
    let expected = 0;
    for (let a = 0; a < losses.losses.length; a++) expected += losses.losses[a]! * losses.stakes[a]!;
    return {
      family: family.name,
      seed,
      load: family.load,
      engagements: portfolio.engagements.length,
      objective,
      bound,
      gap: (bound - objective) / Math.max(1, Math.abs(bound)),
      seconds: (performance.now() - wall) / 1000,
      cpuSeconds: (used.user + used.system) / 1e6,
      megabytes: Math.round(process.memoryUsage().rss / 1e6),
      expectedLoss: Math.round(expected),
      evar: Math.round(evar(losses, policy.risk.alpha).evar),
      rival,
    };
  });
}
