import { z } from 'zod';
import { Digest, PersonId, RunId, TenantId } from './ids.ts';
import { ConfiguredPolicy, PolicySet } from './policy.ts';
import { PromotionTerms } from './promotion-terms.ts';
import { OverallEffect, SuiteName, SuiteVerdict } from './suite.ts';
import { Instant } from './units.ts';
import { WatchedMeasure } from './watch.ts';

/** What POST /v1/policies takes: the tenant's own policy, or, for operators, the whole set. */
export const PolicySubmission = z
  .strictObject({ policy: ConfiguredPolicy.optional(), policySet: PolicySet.optional() })
  .refine(({ policy, policySet }) => (policy === undefined) !== (policySet === undefined), {
    error: 'send either policy, for your own tenant, or policySet',
  })
  .meta({ id: 'policy-submission' });
export type PolicySubmission = z.infer<typeof PolicySubmission>;

/** How far a candidate is let: plans are made and not published; published for a share of the accounts; for all. */
export const Stage = z.enum(['shadow', 'canary', 'all']);
export type Stage = z.infer<typeof Stage>;

const PROMOTION_ENDS = [
  'stable',
  /** It cannot be tried: nothing is different, nobody may approve, what is deployed is not what is stable. */
  'refused',
  'failed',
  'held',
  'rejected',
  'changes-requested',
  'expired',
  /** Something else became stable while it was tried. */
  'overtaken',
  'rolled-back',
  'stopped',
  /** The machinery failed. */
  'broken',
] as const;
export const PromotionStatus = z.enum([
  'submitted',
  'testing',
  'waiting-for-decision',
  ...Stage.options,
  ...PROMOTION_ENDS,
]);
export type PromotionStatus = z.infer<typeof PromotionStatus>;
export const PROMOTION_ENDED: readonly PromotionStatus[] = PROMOTION_ENDS;

/** `*`: the default policy, of every tenant without one of its own. */
export const PartName = z.union([z.literal('*'), TenantId]);
export type PartName = z.infer<typeof PartName>;

const SuiteOutcome = z.strictObject({
  part: PartName,
  suite: SuiteName,
  verdict: SuiteVerdict,
  /** Of the simulation: whether the candidate is better, or just not worse. */
  effect: OverallEffect.optional(),
  result: Digest,
});
export type SuiteOutcome = z.infer<typeof SuiteOutcome>;

/** promotion/1: the way of one candidate. Content is evidence of the tenant, under digests; mail addresses are in neither. */
export const Promotion = z
  .strictObject({
    contract: z.literal('promotion/1'),
    /** In the form of a run's id: its trace is a chain of its own. */
    id: RunId,
    tenant: TenantId,
    /** Who submitted it, and may not decide on it. */
    author: PersonId,
    kind: z.enum(['policy', 'policy-set']),
    /** Hosted version that holds the candidate as it was submitted. */
    submitted: z.string(),
    correlation: z.string(),
    status: PromotionStatus,
    /** Why it ended as it did; no personal data. */
    reason: z.string().optional(),
    /** Version of the baseline it is compared with. */
    baseline: z.int().optional(),
    suites: z.array(SuiteOutcome).default([]),
    /** What approvers decide on: proposal/1. */
    proposal: Digest.optional(),
    /** Hosted versions of its stage, while it is in force or on its way. */
    deployed: z.strictObject({ flags: z.string(), policy: z.string().nullable() }).optional(),
    /** When each stage began. */
    stages: z.array(z.strictObject({ stage: Stage, at: Instant })).default([]),
    /** The rollback that took it back. */
    rollback: RunId.optional(),
    /** What it becomes stable by: baseline-evidence/1, here before the pointer moves, so that its baseline is known by it. */
    evidence: Digest.optional(),
    /** Version of the baseline it became. */
    stable: z.int().optional(),
    traceHead: Digest.optional(),
    traceEntries: z.int().min(0).optional(),
    requestedAt: Instant,
    endedAt: Instant.optional(),
  })
  .meta({ id: 'promotion', title: 'promotion/1' });
export type Promotion = z.infer<typeof Promotion>;

/** One value that a candidate changes; JSON, shortened. */
export const PolicyChange = z.strictObject({ path: z.string(), from: z.string(), to: z.string() });
export type PolicyChange = z.infer<typeof PolicyChange>;

/** proposal/1: what an approver of a promotion decides on. */
export const Proposal = z
  .strictObject({
    contract: z.literal('proposal/1'),
    tenant: TenantId,
    promotion: RunId,
    kind: z.enum(['policy', 'policy-set']),
    baseline: z.int(),
    /** Policies it changes; none where it only changes what stands beside them. */
    parts: z.array(
      z.strictObject({ part: PartName, stable: Digest, candidate: Digest, changes: z.array(PolicyChange) }),
    ),
    /** What a set changes beside its policies: webhooks, and how candidates are tried. Shown, and not tried. */
    beside: z.array(PolicyChange).default([]),
    suites: z.array(SuiteOutcome),
    terms: PromotionTerms,
    code: Digest,
  })
  .meta({ id: 'proposal', title: 'proposal/1' });
export type Proposal = z.infer<typeof Proposal>;

/** baseline-evidence/1: why a configuration is stable: what the suites found, who approved, what was measured since. */
export const BaselineEvidence = z
  .strictObject({
    contract: z.literal('baseline-evidence/1'),
    tenant: TenantId,
    promotion: RunId,
    proposal: Digest,
    /** Measures of each policy in recorded worlds, for the regression suite of its successor: regression-baseline/1. */
    recordings: z.array(z.strictObject({ part: PartName, recording: Digest })),
    stages: z.array(z.strictObject({ stage: Stage, at: Instant })),
    /** Of each tenant whose policy changed, what the monitor saw under the candidate; unknown measures stay unknown. */
    measured: z.array(z.strictObject({ tenant: TenantId, measures: z.array(WatchedMeasure) })),
  })
  .meta({ id: 'baseline-evidence', title: 'baseline-evidence/1' });
export type BaselineEvidence = z.infer<typeof BaselineEvidence>;
