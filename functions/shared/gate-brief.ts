import { z } from 'zod';
import { PlanJudged } from '../../core/model/decision-shown.ts';
import { Digest, type PersonId, type TenantId } from '../../core/model/ids.ts';
import { type Assignment, Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import type { Run } from '../../core/model/run.ts';
import type { DecisionInput } from '../../core/report/decision-brief.ts';
import type { EvidenceAccess } from './evidence-store.ts';
import type { Gate } from './gate-store.ts';

/** What mail and page of a gate are made of; kept as evidence, so every approver sees the same, however often. */
export const GateBrief = z.strictObject({
  /** The scored portfolio. */
  portfolio: Digest,
  policy: Digest,
  plan: Digest,
  /** The plan in force; null: none. */
  published: Digest.nullable(),
  ...PlanJudged.shape,
});
export type GateBrief = z.infer<typeof GateBrief>;

export function putBrief(evidence: EvidenceAccess, tenant: TenantId, brief: GateBrief): Promise<Digest> {
  return evidence.put(tenant, 'gate-brief/1', GateBrief.parse(brief));
}

/** As read from evidence: of what is published, accounts are known, too. */
export interface ReadDecision extends DecisionInput {
  readonly published: { readonly commitments: readonly Assignment[] } | null;
}

/** What mail and page show one approver: the documents of the brief, read from evidence. */
export async function decisionInput(
  evidence: EvidenceAccess,
  run: Pick<Run, 'tenant' | 'id' | 'author' | 'portfolio'>,
  gate: Pick<Gate, 'brief' | 'plan' | 'expiresAt' | 'quorum'>,
  approver: PersonId,
): Promise<ReadDecision> {
  const { tenant } = run;
  const brief = await evidence.get(tenant, 'gate-brief/1', gate.brief, GateBrief);
  const [portfolio, policy, plan, published] = await Promise.all([
    evidence.get(tenant, 'portfolio/1', brief.portfolio, Portfolio),
    evidence.get(tenant, 'policy/1', brief.policy, Policy),
    evidence.get(tenant, 'plan/1', brief.plan, Plan),
    brief.published === null ? null : evidence.get(tenant, 'plan/1', brief.published, Plan),
  ]);
  return {
    portfolio,
    policy,
    plan,
    published: published === null ? null : { commitments: published.assignments },
    run: { id: run.id, author: run.author, portfolio: run.portfolio },
    posture: brief.posture,
    impact: brief.impact,
    adverse: brief.adverse,
    gate: {
      approver,
      expiresAt: gate.expiresAt,
      planDigest: gate.plan,
      quorum: gate.quorum,
      ...(brief.why === undefined ? {} : { why: brief.why }),
    },
  };
}
