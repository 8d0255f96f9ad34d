import type { Digest } from '../model/ids.ts';
import type { Commitment, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { assemblePlan } from './assemble-plan.ts';
import type { BlockPlan } from './block-plan.ts';
import { earlierRound, warmStarts } from './earlier-plan.ts';
import { nextRound } from './next-round.ts';
import type { PlannedRound } from './next-theta.ts';
import { NO_COMMITMENTS, planBlock } from './plan-block.ts';
import { isAsNear } from './small-change.ts';
import { splitBlocks } from './split-blocks.ts';

export interface PlanInput {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published?: { readonly digest: Digest; readonly commitments: readonly Commitment[] } | null;
  readonly digests: { readonly portfolio: Digest; readonly policy: Digest; readonly code: Digest };
  /** An earlier plan to go on from: small changes then cost a fraction of the work and move little. Where that is no good, as without. */
  readonly warm?: Plan | null;
  /** Told after every block: rounds and blocks done. */
  readonly onProgress?: (progress: { readonly round: number; readonly block: number; readonly blocks: number }) => void;
}

/** The whole loop in one process: exactly what the state machine does with its shards, to the byte. */
export function planPortfolio(input: PlanInput): Plan {
  const earlier = input.warm ?? null;
  if (earlier === null) return planFrom(input, null);
  const again = planFrom(input, earlier);
  return isAsNear(again, earlier) ? again : planFrom(input, null);
}

function planFrom({ portfolio, policy, digests, onProgress, ...input }: PlanInput, plan: Plan | null): Plan {
  const published = input.published ?? null;
  const commitments = published?.commitments ?? NO_COMMITMENTS;
  const blocks = splitBlocks(portfolio, policy);
  const warm = plan === null ? null : warmStarts(plan);
  const earlier = plan === null ? null : earlierRound(portfolio, policy, commitments, plan, blocks);
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
      const from = warm === null ? { last: before } : { warm: before ?? warm(block) };
      blockPlans.push(planBlock({ portfolio, policy, published, block, theta, bonuses, ...from }));
      onProgress?.({ round: rounds.length, block: blockPlans.length, blocks: blocks.length });
    }
    rounds.push({ theta: next.theta, blockPlans });
  }
}
