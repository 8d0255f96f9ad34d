import { z } from 'zod';
import { Digest, RunId, TenantId } from './ids.ts';
import { Posture } from './policy.ts';
import { Instant } from './units.ts';

/** incident/1: what oversight needs to understand and decide, without personal data. */
export const Incident = z
  .strictObject({
    contract: z.literal('incident/1'),
    tenant: TenantId,
    run: RunId,
    at: Instant,
    outcome: z.enum(['rolled-back', 'expired']),
    /** What happened: the error's or verdict's name, and what it said. */
    cause: z.strictObject({ name: z.string(), text: z.string() }),
    /** Posture after each step that set one, oldest first. */
    postures: z.array(z.strictObject({ step: z.string(), posture: Posture })),
    /** Digests of what the run had made when it ended. */
    evidence: z.record(z.string(), Digest),
    trace: z.strictObject({ entries: z.int(), head: Digest.nullable() }),
    rolledBack: z.strictObject({
      restored: z.boolean(),
      version: z.int().nullable(),
      /** What became of policy and flags, in a sentence; absent: nothing was asked of them. */
      configuration: z.string().optional(),
      /** From the trigger until everything was back; absent: not measured, or not back yet. */
      seconds: z.number().optional(),
    }),
    /** Of a rollback that is no run's own end: somebody asked for it, or the monitor or a promotion did. Absent: of a run. */
    asked: z
      .strictObject({
        /** Its own id, under which its trace is. */
        rollback: RunId,
        /** The run whose plan was to be undone; null: none. */
        run: RunId.nullable(),
        /** Version of the baseline gone back to; null: there is none. */
        baseline: z.int().nullable(),
        /** False: flags and policy were the baseline's already. */
        changed: z.boolean(),
        /** The plan in force afterwards, and how many meetings it proposed where that is known; null: there is none. */
        inForce: z
          .strictObject({
            meetings: z.int().min(0).optional(),
            /** Of these, called off since as somebody objected, and those it came too late for; absent: none. */
            calledOff: z.int().min(1).optional(),
            begun: z.int().min(1).optional(),
          })
          .nullable(),
      })
      .optional(),
    /** What a person must decide now. */
    decide: z.array(z.string()),
  })
  .meta({ id: 'incident', title: 'incident/1' });
export type Incident = z.infer<typeof Incident>;
