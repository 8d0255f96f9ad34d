import type { z } from 'zod';
import { Digest, type TenantId } from '../../core/model/ids.ts';
import { type Commitment, Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import type { EvidenceAccess } from './evidence-store.ts';
import { StepInput } from './step.ts';

/** What every state after GuardBudget is handed: digests of the documents in force. */
export const ScoredInput = StepInput.extend({
  scored: Digest,
  policy: Digest,
  flags: Digest,
  published: Digest.nullable(),
});
export type ScoredInput = z.infer<typeof ScoredInput>;

/** What every state after MergeShards is handed. */
export const PlannedInput = ScoredInput.extend({ plan: Digest });
export type PlannedInput = z.infer<typeof PlannedInput>;

/** The published plan as the planner and the audit take it. */
export interface Published {
  readonly plan: Plan;
  readonly digest: Digest;
  readonly commitments: readonly Commitment[];
}

/** Reads what digests of a mission stand for. */
export function missionDocuments(evidence: EvidenceAccess) {
  const plan = (tenant: TenantId, digest: Digest) => evidence.get(tenant, 'plan/1', digest, Plan);
  const portfolio = (tenant: TenantId, digest: Digest) => evidence.get(tenant, 'portfolio/1', digest, Portfolio);
  const policy = (tenant: TenantId, digest: Digest) => evidence.get(tenant, 'policy/1', digest, Policy);
  const published = async (tenant: TenantId, digest: Digest | null): Promise<Published | null> => {
    if (digest === null) return null;
    const before = await plan(tenant, digest);
    return { plan: before, digest, commitments: commitmentsOf(before) };
  };

  return {
    plan,
    portfolio,
    policy,
    published,
    async scored(input: ScoredInput) {
      const [scored, rules, before] = await Promise.all([
        portfolio(input.tenant, input.scored),
        policy(input.tenant, input.policy),
        published(input.tenant, input.published),
      ]);
      return { portfolio: scored, policy: rules, published: before };
    },
    async planned(input: PlannedInput) {
      const [documents, made] = await Promise.all([this.scored(input), plan(input.tenant, input.plan)]);
      return { ...documents, plan: made };
    },
  };
}

/** What a plan promises once it is published. */
export function commitmentsOf(plan: Plan): Commitment[] {
  return plan.assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start }));
}
