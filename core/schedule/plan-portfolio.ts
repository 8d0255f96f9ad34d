import { epochMinutes } from '../calendar/minute.ts';
import type { Digest } from '../model/ids.ts';
import type { Commitment, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { assemblePlan } from './assemble-plan.ts';
import type { Block } from './block.ts';
import type { BlockPlan } from './block-plan.ts';
import { carriedBonuses } from './carried-bonuses.ts';
import { type EarlierRound, nextRound } from './next-round.ts';
import type { PlannedRound } from './next-theta.ts';
import { NO_COMMITMENTS, planBlock } from './plan-block.ts';
import { problemOf } from './problem-of.ts';
import { splitBlocks } from './split-blocks.ts';
import type { WarmStart } from './warm-start.ts';

export interface PlanInput {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published?: { readonly digest: Digest; readonly commitments: readonly Commitment[] } | null;
  readonly digests: { readonly portfolio: Digest; readonly policy: Digest; readonly code: Digest };
  /** An earlier plan to start from; small changes then cost a fraction of the work and move little. */
  readonly warm?: Plan | null;
  /** Told after every block: rounds and blocks done. */
  readonly onProgress?: (progress: { readonly round: number; readonly block: number; readonly blocks: number }) => void;
}

/** The whole loop in one process: exactly what the state machine does with its shards, to the byte. */
export function planPortfolio(input: PlanInput): Plan {
  const { portfolio, policy, digests, onProgress } = input;
  const published = input.published ?? null;
  const warm = input.warm === undefined || input.warm === null ? null : warmStart(input.warm);
  const blocks = splitBlocks(portfolio, policy);
  const earlier = input.warm === undefined || input.warm === null ? null : earlierRound(input, input.warm, blocks);
  const rounds: PlannedRound[] = [];
  for (;;) {
    const next = nextRound({ portfolio, policy, rounds, earlier });
    if (next.done) {
      const { theta, blockPlans } = rounds[next.best] ?? { theta: 0, blockPlans: [] };
      return assemblePlan({ portfolio, policy, published, digests, theta, blockPlans, unfloored: next.unfloored });
    }
    const blockPlans: BlockPlan[] = [];
    const last = rounds.at(-1)?.blockPlans;
    for (const [b, block] of blocks.entries()) {
      const { theta, bonuses } = next;
      // Round by round from the one before: what a small change of θ or of a bonus concerns is little over an earlier plan.
      const before = last?.[b] ?? null;
      const from = warm === null ? { last: before } : { warm: before ?? warm };
      blockPlans.push(planBlock({ portfolio, policy, published, block, theta, bonuses, ...from }));
      onProgress?.({ round: rounds.length, block: blockPlans.length, blocks: blocks.length });
    }
    rounds.push({ theta: next.theta, blockPlans });
  }
}

function earlierRound(
  { portfolio, policy, published }: PlanInput,
  { risk, certificate, parityFloor }: Plan,
  blocks: readonly Block[],
): EarlierRound {
  const problems = () =>
    blocks.map((block) => problemOf(portfolio, policy, published?.commitments ?? NO_COMMITMENTS, block));
  const coverage = certificate.coverage ?? [];
  const bonuses = coverage.length === 0 ? [] : carriedBonuses(policy, problems(), coverage);
  return { theta: risk.theta, bonuses, floorPrice: parityFloor?.price ?? 0 };
}

function warmStart({ assignments, certificate }: Plan): WarmStart {
  const planned = assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start: epochMinutes(start) }));
  return { assignments: planned, multipliers: certificate.multipliers };
}
