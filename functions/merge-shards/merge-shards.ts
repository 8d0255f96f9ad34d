import { z } from 'zod';
import { Digest, type TenantId } from '../../core/model/ids.ts';
import { assemblePlan } from '../../core/schedule/assemble-plan.ts';
import { BlockPlan } from '../../core/schedule/block-plan.ts';
import { nextRound } from '../../core/schedule/next-round.ts';
import { isAsNear } from '../../core/schedule/small-change.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { Round, Shards } from '../shared/round.ts';
import { defineStep } from '../shared/step.ts';

/**
 * Merges the shards of a round and re-fits θ: another round, or the plan with the smallest EVaR, put together whole. A plan that
 * went on from the published one and is no good for it is made anew, as if nothing had been planned yet.
 */
export function mergeShardsStep(evidence: EvidenceAccess, code: Digest) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'merge-shards',
    input: ScoredInput.extend({ blocks: Digest, round: Digest, plans: z.array(Digest) }),
    part: ({ round }) => round,
    async run({ input }) {
      const { tenant, scored, policy: rules, blocks, plans } = input;
      const [{ portfolio, policy, published }, round] = await Promise.all([
        documents.scored(input),
        evidence.get(tenant, 'content/1', input.round, Round),
      ]);
      const done = [...round.before, { theta: round.theta, plans }];
      const rounds = await Promise.all(
        done.map(async ({ theta, plans: digests }) => ({
          theta,
          blockPlans: await blockPlans(evidence, tenant, digests),
        })),
      );
      const { earlier } = round;
      const next = nextRound({ portfolio, policy, rounds, earlier: earlier ?? null });
      const reasons = [`round ${round.number}`, `θ ${round.theta}`, ...plans];
      const again = async (following: Omit<Round, 'number'>, why: readonly string[]) => {
        const [planned, { shards }] = await Promise.all([
          evidence.put(tenant, 'content/1', { number: round.number + 1, ...following }),
          evidence.get(tenant, 'content/1', blocks, Shards),
        ]);
        const answer = { verdict: 'again', round: planned, blocks, shards: shards.map((_, index) => index) };
        return { answer, decision: 'again', reasons: [...reasons, ...why] };
      };
      if (!next.done) {
        const { theta, bonuses } = next;
        return again({ theta, bonuses: [...bonuses], ...(earlier === undefined ? {} : { earlier }), before: done }, []);
      }
      const best = rounds[next.best];
      if (best === undefined) throw new Error('unreachable: the best round is one of those planned');
      const digests = { portfolio: scored, policy: rules, code };
      const plan = assemblePlan({ portfolio, policy, published, digests, unfloored: next.unfloored, ...best });
      if (earlier !== undefined && published !== null && !isAsNear(plan, published.plan)) {
        const anew = nextRound({ portfolio, policy, rounds: [] });
        if (anew.done) throw new Error('unreachable: nothing is planned yet');
        const { theta, bonuses } = anew;
        return again({ theta, bonuses: [...bonuses], before: [] }, ['anew: too far from the published plan']);
      }
      const digest = await evidence.put(tenant, 'plan/1', plan);
      return {
        answer: {
          verdict: 'planned',
          plan: digest,
          objective: plan.objective,
          bound: plan.bound,
        },
        decision: 'planned',
        reasons: [...reasons, `objective ${plan.objective}, bound ${plan.bound}`],
        run: { planDigest: digest },
      };
    },
  });
}

async function blockPlans(
  evidence: EvidenceAccess,
  tenant: TenantId,
  digests: readonly Digest[],
): Promise<BlockPlan[]> {
  const shards = await Promise.all(
    digests.map((digest) => evidence.get(tenant, 'block-plan/1', digest, z.array(BlockPlan))),
  );
  return shards.flat();
}
