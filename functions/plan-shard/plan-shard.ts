import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { blockWork } from '../../core/policy/block-work.ts';
import { BlockPlan } from '../../core/schedule/block-plan.ts';
import { warmStarts } from '../../core/schedule/earlier-plan.ts';
import { searchAgain } from '../../core/schedule/plan-again.ts';
import { planBlock } from '../../core/schedule/plan-block.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { Round, Shards } from '../shared/round.ts';
import { defineStep } from '../shared/step.ts';

/**
 * Plans the blocks of one shard at the round's θ, from where the round before left them, or the published plan if the run goes
 * on from it. Shards run at once, so merge-shards speaks for them in the trace.
 */
export function planShardStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'plan-shard',
    input: ScoredInput.extend({ blocks: Digest, round: Digest, shard: z.int().min(0) }),
    part: ({ round, shard }) => `${round}/${shard}`,
    traces: false,
    // Neither stop nor budget: merge-shards obeys both, right after. A child of a distributed map cannot name the error its
    // mission ends by, so a shard that refused would end a run that was stopped as one that failed.
    obeysStop: false,
    async run({ input }) {
      const [scored, { shards }, { theta, bonuses, before, earlier: goesOn }] = await Promise.all([
        documents.scored(input),
        evidence.get(input.tenant, 'content/1', input.blocks, Shards),
        evidence.get(input.tenant, 'content/1', input.round, Round),
      ]);
      const blocks = shards[input.shard];
      if (blocks === undefined) throw new Error(`shard ${input.shard} is not among the ${shards.length} of this round`);
      const earlier = before.at(-1)?.plans[input.shard];
      const last =
        earlier === undefined ? [] : await evidence.get(input.tenant, 'block-plan/1', earlier, z.array(BlockPlan));
      const warm = goesOn === undefined || scored.published === null ? null : warmStarts(scored.published.plan);
      const plans = blocks.map((block, index) => {
        const round = last[index] ?? null;
        const from = warm === null ? { last: round } : { warm: round ?? warm(block) };
        return planBlock({ ...scored, block, theta, bonuses, ...from });
      });
      const digest = await evidence.put(input.tenant, 'block-plan/1', plans);
      const { portfolio, policy } = scored;
      const search = warm === null ? policy.search : searchAgain(policy.search);
      const work = blocks.reduce((sum, block) => sum + blockWork(portfolio, search, block), 0);
      return { answer: { shard: input.shard, digest }, decision: 'planned', work };
    },
  });
}
