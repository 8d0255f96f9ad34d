import { z } from 'zod';
import { AccountId, EngagementId } from './ids.ts';
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
