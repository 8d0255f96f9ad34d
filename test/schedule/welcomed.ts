import { instantOf } from '../../core/calendar/minute.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { accountChoices } from '../../core/schedule/account-choices.ts';
import { AccountRules } from '../../core/schedule/account-rules.ts';
import { accountValues } from '../../core/schedule/account-values.ts';
import type { BlockPlan } from '../../core/schedule/block-plan.ts';
import { objectiveOf } from '../../core/schedule/objective.ts';
import type { Prices } from '../../core/schedule/oracle.ts';
import { NONE } from '../../core/schedule/places.ts';
import { NO_COMMITMENTS, planBlock } from '../../core/schedule/plan-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { relaxation, relaxedValue } from '../../core/schedule/relaxation.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { emptyTimetable, startMinute } from '../../core/schedule/timetable.ts';
import { seatEarlier, warmPrices } from '../../core/schedule/warm-start.ts';
import { welcomeNewcomers } from '../../core/schedule/welcome-newcomers.ts';
import { mandatoryBonus } from '../../core/schedule/workshop.ts';
import { contextOf, draft, invariantFlaws } from '../audit/example.ts';

/** A portfolio with every block planned, risk neutral. */
export interface PlannedPortfolio {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly plans: readonly BlockPlan[];
}

export type Planned = BlockPlan['assignments'][number];

/** What became of a block. */
export interface Welcomed {
  /** Minor units. */
  readonly objectives: { readonly before: number; readonly after: number };
  /** Epoch minutes, or NONE; `rep` after. */
  readonly starts: readonly {
    readonly engagement: string;
    readonly rep: string;
    readonly before: number;
    readonly after: number;
  }[];
}

export function plansOf({ portfolio, policy }: Omit<PlannedPortfolio, 'plans'>): PlannedPortfolio {
  const plans = splitBlocks(portfolio, policy).map((block) => planBlock({ portfolio, policy, block, theta: 0 }));
  return { portfolio, policy, plans };
}

/** Newcomers welcomed to every block with only the meetings of `keep`, at the prices of its plan times `pricesTimes`. */
export function welcomed(
  { portfolio, policy, plans }: PlannedPortfolio,
  keep: (meeting: Planned) => boolean,
  pricesTimes = 1,
): readonly Welcomed[] {
  return plans.map((plan) => {
    const problem = problemOf(portfolio, policy, NO_COMMITMENTS, plan.block);
    const values = accountValues(problem, 0);
    const choices = accountChoices(problem, values);
    const timetable = emptyTimetable(problem);
    const rules = new AccountRules(problem, values, choices, timetable);
    seatEarlier(problem, timetable, rules, { ...plan, assignments: plan.assignments.filter(keep) });
    const relaxed = relaxation(problem, values, choices);
    relaxedValue(relaxed, times(warmPrices(problem, plan), pricesTimes), 1);
    const startsNow = () => problem.engagements.map((_, e) => startMinute(problem, timetable, e));
    const starts = startsNow();
    const before = objectiveOf(problem, values, timetable);
    welcomeNewcomers({ ...relaxed, timetable, rules, mandatoryBonus: mandatoryBonus(values) }, relaxed);
    const { reps, rep } = problem.days;
    return {
      objectives: { before, after: objectiveOf(problem, values, timetable) },
      starts: startsNow().map((after, e) => ({
        engagement: problem.engagements[e]!.id,
        rep: problem.engagements[e]!.pinned?.rep ?? reps[rep[timetable.day[e]!] ?? 0]!.id,
        before: starts[e]!,
        after,
      })),
    };
  });
}

/** How many findings the independent checker has about the meetings. */
export function brokenRules({ portfolio, policy }: PlannedPortfolio, blocks: readonly Welcomed[]): number {
  const placed = blocks
    .flatMap(({ starts }) => starts)
    .filter(({ after }) => after !== NONE)
    .map(({ engagement, rep, after }) => [engagement, rep, instantOf(after)] as const);
  return invariantFlaws(contextOf({ portfolio, policy, published: null }, draft(portfolio, policy, placed)));
}

function times({ slot, minute, count }: Prices, factor: number): Prices {
  const more = (prices: Float64Array) => prices.map((price) => factor * price);
  return { slot: more(slot), minute: more(minute), count: more(count) };
}
