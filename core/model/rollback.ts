import { z } from 'zod';
import { Digest, PersonId, RunId, TenantId } from './ids.ts';
import { Sealed } from './sealed.ts';
import { Instant } from './units.ts';

/** Asks for the last stable baseline; with `run`, its plan goes too where it is in force. */
export const RollbackRequest = z
  .strictObject({
    reason: z.string().trim().min(1, 'say why, in a sentence').max(500, 'use at most 500 characters'),
    run: RunId.optional(),
  })
  .meta({ id: 'rollback-request' });
export type RollbackRequest = z.infer<typeof RollbackRequest>;

/** What became of one document of the configuration: `from` and `to` are hosted versions. */
export const RestoredDocument = z.strictObject({
  outcome: z.enum([
    /** It was the baseline's already. */
    'as-baseline',
    'restored',
    /** The baseline's flags would allow more than those in force: stricter wins, they stay. */
    'stricter-kept',
    /** A deployment that makes flags stricter is under way and is not disturbed; the rest follows when it is through. */
    'waiting',
  ]),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type RestoredDocument = z.infer<typeof RestoredDocument>;

/** rollback/1: one return to the last stable baseline: who or what set it off, what it did, and how long that took. */
export const Rollback = z
  .strictObject({
    contract: z.literal('rollback/1'),
    /**
     * In the form of a run's id: its trace is a chain of its own. A mission's own rollback has the id of its run; one that
     * was begun because a mission ended and left its plan in force does not.
     */
    id: RunId,
    tenant: TenantId,
    trigger: z.enum(['request', 'mission', 'monitor', 'promotion']),
    /** Who asked; null: the mission, the monitor or a promotion. */
    by: PersonId.nullable(),
    /** Name of the cause; of a mission, that of its incident. */
    cause: z.string(),
    /** Why, in the words of who asked, under their key; null: a mission has no words. */
    reason: Sealed.nullable(),
    /** The run whose plan is to be undone; null: none. */
    run: RunId.nullable(),
    /** `under-way`: something is left to do; it is gone on with each minute. */
    state: z.enum(['under-way', 'done']),
    requestedAt: Instant,
    doneAt: Instant.nullable(),
    /** From request to the last effect. */
    seconds: z.number().min(0).nullable(),
    /** Null: there is no baseline to go back to. */
    baseline: z.int().nullable(),
    /** Numbers of the deployments that were stopped. */
    stopped: z.array(z.int()),
    flags: RestoredDocument.nullable(),
    policy: RestoredDocument.nullable(),
    plan: z.strictObject({ restored: z.boolean(), version: z.int().nullable() }),
    incident: Digest.nullable(),
    traceHead: Digest.nullable(),
  })
  .meta({ id: 'rollback', title: 'rollback/1' });
export type Rollback = z.infer<typeof Rollback>;
