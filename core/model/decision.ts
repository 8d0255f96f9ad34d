import { z } from 'zod';
import { Digest, PersonId, RunId, TenantId } from './ids.ts';
import { Sealed } from './sealed.ts';
import { Instant } from './units.ts';

export const Verdict = z.enum(['approve', 'reject', 'changes']);
export type Verdict = z.infer<typeof Verdict>;

/** What the approval page posts. A rejection and a request for changes need a reason; an approval its confirmation. */
export const DecisionRequest = z
  .strictObject({
    verdict: Verdict,
    reason: z.string().max(2_000, 'use at most 2000 characters').default(''),
    /** The plan the page showed; must be the plan the gate is bound to. */
    plan: Digest,
    /** Ticked by hand next to the approve button. */
    confirmed: z.boolean().default(false),
  })
  .refine((d) => d.verdict === 'approve' || d.reason.trim() !== '', {
    path: ['reason'],
    error: 'say why, in a sentence',
  })
  .refine((d) => d.verdict !== 'approve' || d.confirmed, {
    path: ['confirmed'],
    error: 'tick the confirmation before you approve',
  })
  .meta({ id: 'decision-request' });
export type DecisionRequest = z.infer<typeof DecisionRequest>;

/** What the page's second form posts: the decision is handed over to another person who may decide. */
export const DelegationRequest = z
  .strictObject({
    delegate: PersonId,
    reason: z.string().max(2_000, 'use at most 2000 characters').default(''),
    /** The plan the page showed; must be the plan the gate is bound to. */
    plan: Digest,
  })
  .meta({ id: 'delegation-request' });
export type DelegationRequest = z.infer<typeof DelegationRequest>;

/** delegation/1: who handed a decision over to whom, on which plan. */
export const Delegation = z.strictObject({
  contract: z.literal('delegation/1'),
  tenant: TenantId,
  run: RunId,
  from: PersonId,
  to: PersonId,
  plan: Digest,
  /** Why, under the key of `from`; null: they gave no reason. */
  reason: Sealed.nullable(),
  at: Instant,
});
export type Delegation = z.infer<typeof Delegation>;

/** decision/1: who decided what, when, and what was shown. */
export const Decision = z
  .strictObject({
    contract: z.literal('decision/1'),
    tenant: TenantId,
    run: RunId,
    approver: PersonId,
    verdict: Verdict,
    /** Why, under the approver's key; null: they gave no reason. */
    reason: Sealed.nullable(),
    plan: Digest,
    /** Digest of the page the approver was shown. */
    shown: Digest,
    at: Instant,
  })
  .meta({ id: 'decision', title: 'decision/1' });
export type Decision = z.infer<typeof Decision>;
