import { z } from 'zod';
import { Digest, RunId, TenantId } from './ids.ts';
import { Posture } from './policy.ts';

/**
 * trace/1: one step of a run in its hash chain. No clock and no personal data inside, so the same input gives the same
 * chain on any machine; when a step happened stands beside the chain, in the record that stores the entry.
 */
export const TraceEntry = z
  .strictObject({
    contract: z.literal('trace/1'),
    tenant: TenantId,
    run: RunId,
    sequence: z.int().min(0),
    step: z.string(),
    input: Digest,
    output: Digest,
    policy: Digest.nullable(),
    flags: Digest.nullable(),
    code: Digest,
    posture: Posture.nullable(),
    decision: z.string(),
    reasons: z.array(z.string()),
    previous: Digest.nullable(),
    hash: Digest,
  })
  .meta({ id: 'trace', title: 'trace/1' });
export type TraceEntry = z.infer<typeof TraceEntry>;
