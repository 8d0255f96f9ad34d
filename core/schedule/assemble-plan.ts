import { instantOf } from '../calendar/minute.ts';
import type { Digest } from '../model/ids.ts';
import type { Assignment, Commitment, Plan, Unscheduled } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Engagement, Portfolio } from '../model/portfolio.ts';
import { TouchList } from './account-values.ts';
import type { BlockPlan } from './block-plan.ts';
import { cutToBudget } from './cut-to-budget.ts';
import { explainScheduled } from './explain-scheduled.ts';
import { cutByBudget, explainUnscheduled, OBJECTED } from './explain-unscheduled.ts';
import type { Explanation } from './explanation.ts';
import { hourPrices } from './hour-prices.ts';
import { repLoads } from './load.ts';
import { accountObjective, objectiveOf } from './objective.ts';
import { order } from './order.ts';
import { groupCoverage, parityFloor } from './parity.ts';
import { NONE } from './places.ts';
import { NO_COMMITMENTS } from './plan-block.ts';
import { planRisk } from './plan-risk.ts';
import { type PlannedBlock, plannedBlock } from './planned-block.ts';
import { problemOf } from './problem-of.ts';
import { raiseCoverage } from './raise-coverage.ts';
import { startWindowSource } from './start-windows.ts';
import { dutyCost, starvedServed } from './starved-duty.ts';
import { startMinute } from './timetable.ts';

/** The plan of the blocks: valued row by row, every engagement explained, with prices and the certificate. */
export function assemblePlan(input: {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published?: { readonly digest: Digest; readonly commitments: readonly Commitment[] } | null;
  readonly digests: { readonly portfolio: Digest; readonly policy: Digest; readonly code: Digest };
  readonly theta: number;
  readonly blockPlans: readonly BlockPlan[];
  /** Objective of the blocks planned without the coverage floor (nextRound); absent: nothing to compare with. */
  readonly unfloored?: number | null;
}): Plan {
  const { portfolio, policy, digests, theta } = input;
  const commitments = input.published?.commitments ?? NO_COMMITMENTS;
  const blockPlans = [...input.blockPlans].sort((a, b) => order(a.block.id, b.block.id));
  const blocks = blockPlans.map((plan) => plannedBlock(problemOf(portfolio, policy, commitments, plan.block), plan));
  if (policy.equity.parityRounds > 0 && portfolio.equityGroups.length > 0) raiseCoverage(blocks, policy);
  const floored = objectiveOfAll(blocks);
  const cut = cutToBudget(blocks, policy.budget.contacts.hard);
  const assignments = blocks.flatMap(rowsOf).sort((a, b) => order(a.engagement, b.engagement));
  const disruption = policy.value.disruptionCost * blocks.reduce((sum, { problem }) => sum + problem.publishedCount, 0);
  const objective = (cut.size === 0 ? floored : objectiveOfAll(blocks)) - disruption;
  const parity = groupCoverage(portfolio, policy, blocks, assignments);
  const price = Math.max(0, (input.unfloored ?? floored) - floored);
  // Without the floor a plan brings at most that bound: what an earlier plan said of the price may be more.
  const unfloored = blockPlans.reduce((sum, { bound60, unfloored60 }) => sum + (unfloored60 ?? bound60), 0);
  const most = Math.floor((unfloored - 60 * disruption) / 60) - objective;
  const floor = parityFloor(policy, parity, Math.max(0, Math.min(price, most)));
  // Below the floor a plan may be above the bound that counts on it.
  const bonuses = floor?.reached === true ? (blockPlans[0]?.bonuses ?? []) : [];
  const sixty = bonuses.length > 0 ? blockPlans.reduce((sum, { bound60 }) => sum + bound60, 0) : unfloored;
  const served = blocks.reduce((sum, block) => sum + starvedServed(block), 0);
  const duty = dutyCost(needsOf(blockPlans, bonuses.length > 0), served);
  const bound = Math.floor((sixty - duty - 60 * disruption) / 60);
  return {
    contract: 'plan/1',
    portfolio: digests.portfolio,
    policy: digests.policy,
    published: input.published?.digest ?? null,
    code: digests.code,
    objective,
    bound,
    gap: (bound - objective) / Math.max(1, Math.abs(bound)),
    risk: planRisk(portfolio, policy, theta, blocks),
    assignments,
    unscheduled: unscheduledOf(portfolio, policy, blocks, cut),
    prices: blocks.flatMap(hourPrices).sort((a, b) => order(a.rep, b.rep) || order(a.day, b.day)),
    parity,
    ...(floor === null ? {} : { parityFloor: floor }),
    load: repLoads(portfolio, policy, blocks, assignments),
    certificate: {
      slotMinutes: portfolio.horizon.slotMinutes,
      multipliers: Object.fromEntries(blockPlans.flatMap(({ multipliers }) => Object.entries(multipliers))),
      ...(bonuses.length > 0 ? { coverage: [...bonuses] } : {}),
      // Where serving them takes nothing off the bound, it is one of every plan.
      ...(duty > 0 ? { starvedServed: served } : {}),
    },
  };
}

/** Of the bound with bonuses, or of that of plans below the coverage floor as well. */
function needsOf(blockPlans: readonly BlockPlan[], floored: boolean): readonly number[] {
  return blockPlans.flatMap(({ bonuses, needs60, unflooredNeeds60 }) =>
    floored || bonuses === undefined ? (needs60 ?? []) : (unflooredNeeds60 ?? []),
  );
}

function objectiveOfAll(blocks: readonly PlannedBlock[]): number {
  return blocks.reduce((sum, { problem, values, timetable }) => sum + objectiveOf(problem, values, timetable), 0);
}

function rowsOf(planned: PlannedBlock): Assignment[] {
  const { problem, values, timetable } = planned;
  const touches = new TouchList();
  return problem.engagements.flatMap((engagement, e) => {
    const start = startMinute(problem, timetable, e);
    if (start === NONE) return [];
    const a = problem.account[e]!;
    const value =
      accountObjective(problem, values, timetable, a, touches) -
      accountObjective(problem, values, timetable, a, touches, e);
    return [
      {
        engagement: engagement.id,
        account: engagement.account,
        rep: engagement.pinned?.rep ?? problem.days.reps[problem.days.rep[timetable.day[e]!]!]!.id,
        start: engagement.pinned?.start ?? instantOf(start),
        minutes: engagement.minutes,
        value,
        pinned: engagement.pinned !== null,
        reasons: explainScheduled(planned, e, value),
      },
    ];
  });
}

function unscheduledOf(
  portfolio: Portfolio,
  policy: Policy,
  blocks: readonly PlannedBlock[],
  cut: ReadonlyMap<string, number>,
): Unscheduled[] {
  const source = startWindowSource(portfolio, policy);
  const { hard } = policy.budget.contacts;
  const rows = objectedOf(portfolio, blocks).map((engagement) => unscheduledRow(engagement, OBJECTED));
  for (const planned of blocks) {
    const { problem, timetable } = planned;
    problem.engagements.forEach((engagement, e) => {
      if (startMinute(problem, timetable, e) !== NONE) return;
      const value = cut.get(engagement.id);
      const explanation = value === undefined ? explainUnscheduled(planned, source, e) : cutByBudget(value, hard);
      rows.push(unscheduledRow(engagement, explanation));
    });
  }
  return rows.sort((a, b) => order(a.engagement, b.engagement));
}

/** Engagements of accounts that objected: the only ones that are in no block. */
function objectedOf({ engagements }: Portfolio, blocks: readonly PlannedBlock[]): readonly Engagement[] {
  if (blocks.reduce((sum, { problem }) => sum + problem.engagements.length, 0) === engagements.length) return [];
  const known = new Set<string>(blocks.flatMap(({ problem }) => problem.engagements.map(({ id }) => id)));
  return engagements.filter(({ id }) => !known.has(id));
}

function unscheduledRow(
  { id, account, mandatory }: Engagement,
  { cause, reasons, cheapestChange }: Explanation,
): Unscheduled {
  return { engagement: id, account, mandatory, cause, reasons, cheapestChange };
}
