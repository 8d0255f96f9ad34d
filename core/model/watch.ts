import { z } from 'zod';
import { Digest, RunId, TenantId } from './ids.ts';
import { Instant } from './units.ts';

/** `unknown`: too little was seen to say; neither an alarm nor a pass. */
export const WatchVerdict = z.enum(['kept', 'breached', 'unknown']);
export type WatchVerdict = z.infer<typeof WatchVerdict>;

export const WatchedName = z.enum(['failure-share', 'no-show-excess', 'opt-out-share', 'loss-drift', 'no-show-drift']);

export const WatchedMeasure = z.strictObject({
  measure: WatchedName,
  verdict: WatchVerdict,
  /** Null: not known. */
  value: z.number().nullable(),
  threshold: z.number(),
  observations: z.int(),
  minimum: z.int(),
});
export type WatchedMeasure = z.infer<typeof WatchedMeasure>;

/** watch/1: what the monitor saw of one tenant outside deployments, and what it did about it. */
export const WatchReport = z
  .strictObject({
    contract: z.literal('watch/1'),
    tenant: TenantId,
    at: Instant,
    /** Policy set in force, and since when the monitor sees it: only what came since then is held against it. */
    configuration: Digest,
    /** Null: since before the first look. */
    since: Instant.nullable(),
    /** Breached where one measure is; kept where all are; unknown otherwise. */
    verdict: WatchVerdict,
    measures: z.array(WatchedMeasure),
    /** The rollback this breach set off, or the earlier one that it belongs to; null: none. */
    rollback: RunId.nullable(),
  })
  .meta({ id: 'watch', title: 'watch/1' });
export type WatchReport = z.infer<typeof WatchReport>;
