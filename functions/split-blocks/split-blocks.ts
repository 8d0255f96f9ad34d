import { earlierRound } from '../../core/schedule/earlier-plan.ts';
import { groupBlocks } from '../../core/schedule/group-blocks.ts';
import { nextRound } from '../../core/schedule/next-round.ts';
import { isSmallChange } from '../../core/schedule/small-change.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { MOST_SHARDS, Round, Shards } from '../shared/round.ts';
import { defineStep } from '../shared/step.ts';

/**
 * Finds the independent blocks, groups them into shards, and fits the first θ; where little changed since the published plan,
 * the run goes on from it.
 */
export function splitBlocksStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'split-blocks',
    input: ScoredInput,
    async run({ input }) {
      const { tenant } = input;
      const { portfolio, policy, published } = await documents.scored(input);
      const blocks = splitBlocks(portfolio, policy);
      const shards = groupBlocks(blocks, MOST_SHARDS);
      const goesOn = published !== null && isSmallChange(published.plan, portfolio, input.policy);
      const earlier = goesOn ? earlierRound(portfolio, policy, published.commitments, published.plan, blocks) : null;
      const first = nextRound({ portfolio, policy, rounds: [], earlier });
      if (first.done) throw new Error('unreachable: no round was planned yet');
      const [blocksDigest, round] = await Promise.all([
        evidence.put(tenant, 'content/1', Shards.parse({ shards })),
        evidence.put(
          tenant,
          'content/1',
          Round.parse({
            number: 0,
            theta: first.theta,
            bonuses: first.bonuses,
            before: [],
            ...(earlier === null ? {} : { earlier }),
          }),
        ),
      ]);
      return {
        answer: { blocks: blocksDigest, round, shards: shards.map((_, index) => index) },
        decision: 'split',
        reasons: [
          `blocks ${blocks.length}, shards ${shards.length}`,
          `θ ${first.theta}`,
          ...(goesOn ? ['from the published plan: little changed'] : []),
        ],
      };
    },
  });
}
