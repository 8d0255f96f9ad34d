import { z } from 'zod';
import { Digest, RunId, TenantId } from './ids.ts';
import { LocalDate } from './units.ts';

/** anchor-heads/1: where every chain that grew on a day (UTC) stood at its end, by run id. */
export const AnchorHeads = z
  .strictObject({
    contract: z.literal('anchor-heads/1'),
    tenant: TenantId,
    day: LocalDate,
    heads: z.array(z.strictObject({ run: RunId, entries: z.int().min(1), head: Digest })),
  })
  .meta({ id: 'anchor-heads', title: 'anchor-heads/1' });
export type AnchorHeads = z.infer<typeof AnchorHeads>;

/** anchor/1: one day of a tenant, chained to the day before. Whoever knows the newest hash knows all that went before. */
export const Anchor = z
  .strictObject({
    contract: z.literal('anchor/1'),
    tenant: TenantId,
    sequence: z.int().min(0),
    day: LocalDate,
    /** Digest of the day's anchor-heads/1. */
    heads: Digest,
    runs: z.int().min(0),
    previous: Digest.nullable(),
    hash: Digest,
  })
  .meta({ id: 'anchor', title: 'anchor/1' });
export type Anchor = z.infer<typeof Anchor>;
