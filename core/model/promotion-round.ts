import { z } from 'zod';
import { Digest, TenantId } from './ids.ts';
import { PartName, PolicyChange } from './promotion.ts';
import { PromotionTerms } from './promotion-terms.ts';
import { SeedRun } from './simulation.ts';
import { SuiteCheck } from './suite.ts';

const Seeds = z.array(z.int().min(1)).min(1);

/** What one function tries of a candidate, within its 15 minutes. */
export const TrialShard = z.discriminatedUnion('kind', [
  /** Plans the newest portfolio of the part's tenant, and audits the plan. */
  z.strictObject({ kind: z.literal('dry-run'), part: PartName }),
  /** Lives through worlds under candidate and stable policy. */
  z.strictObject({ kind: z.literal('worlds'), part: PartName, days: z.int(), seeds: Seeds }),
  /** Lives through recorded worlds again, under the candidate alone. */
  z.strictObject({ kind: z.literal('recorded'), part: PartName, scenario: z.string(), days: z.int(), seeds: Seeds }),
]);
export type TrialShard = z.infer<typeof TrialShard>;

export const ShardResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dry-run'), part: PartName, checks: z.array(SuiteCheck) }),
  z.strictObject({
    kind: z.literal('worlds'),
    part: PartName,
    pairs: z.array(z.strictObject({ candidate: SeedRun, stable: SeedRun })),
  }),
  z.strictObject({ kind: z.literal('recorded'), part: PartName, runs: z.array(SeedRun) }),
]);
export type ShardResult = z.infer<typeof ShardResult>;

/** One policy on trial: documents by digest. */
export const TrialPart = z.strictObject({
  part: PartName,
  /** Whose portfolio is planned: the part's tenant; of the default policy, the tenant that submitted it. */
  tenant: TenantId,
  stable: Digest,
  candidate: Digest,
  changes: z.array(PolicyChange),
  /** suite-result/1 of the unit suite. */
  unit: Digest,
  /** regression-baseline/1 of the stable policy, from when it became stable; null: it is recorded now. */
  recording: Digest.nullable(),
});
export type TrialPart = z.infer<typeof TrialPart>;

/** A round of the trial: what is tried now, and what earlier rounds gave. Evidence `content/1`. */
export const TrialRound = z.strictObject({
  number: z.int().min(0),
  baseline: z.int(),
  terms: PromotionTerms,
  parts: z.array(TrialPart),
  /** What it changes beside its policies, which nothing here tries. */
  beside: z.array(PolicyChange).default([]),
  shards: z.array(TrialShard),
  /** ShardResults of the rounds before, in order. */
  tried: z.array(Digest),
});
export type TrialRound = z.infer<typeof TrialRound>;
