import { z } from 'zod';
import { AccountId, Digest, EngagementId } from './ids.ts';
import { Instant } from './units.ts';

/** outcome/1: what really happened, told by the CRM. Exactly one of account and engagement is named by the kind. */
export const Outcome = z
  .discriminatedUnion('kind', [
    z.strictObject({
      contract: z.literal('outcome/1'),
      kind: z.enum(['held', 'no-show', 'moved']),
      engagement: EngagementId,
      at: Instant,
      minutes: z.int().min(0).max(1440).optional(),
    }),
    z.strictObject({
      contract: z.literal('outcome/1'),
      kind: z.enum(['renewed', 'won', 'lost', 'opted-out']),
      account: AccountId,
      at: Instant,
    }),
  ])
  .meta({ id: 'outcome', title: 'outcome/1' });
export type Outcome = z.infer<typeof Outcome>;

/** Most outcomes of one request. */
export const MAX_OUTCOMES = 1_000;

/** outcomes/1: a batch, in any order, told as often as one likes. */
export const Outcomes = z
  .strictObject({
    contract: z.literal('outcomes/1'),
    outcomes: z
      .array(Outcome)
      .min(1, 'tell at least one outcome')
      .max(MAX_OUTCOMES, `tell at most ${MAX_OUTCOMES} at a time`),
  })
  .meta({ id: 'outcomes', title: 'outcomes/1' });
export type Outcomes = z.infer<typeof Outcomes>;

/** What became of one outcome of a batch. */
export const OutcomeReceipt = z
  .strictObject({
    /** Place in the batch. */
    index: z.int(),
    /** Digest of the outcome: the same outcome is the same record, however often it is told. */
    outcome: Digest,
    state: z.enum([
      'stored',
      /** Told before. */
      'known',
      /** Stored, though neither the portfolios of now nor the last plans know its account or engagement; it counts if a plan turns out to. */
      'aside',
    ]),
    /** Outcomes stored before that cannot be true together with this one. All are kept; the one with the latest `at` counts. */
    contradicts: z.array(Digest),
  })
  .meta({ id: 'outcome-receipt' });
export type OutcomeReceipt = z.infer<typeof OutcomeReceipt>;
