import type { Digest } from '../model/ids.ts';
import type { TraceEntry } from '../model/trace.ts';
import { digest } from './digest.ts';

/** What a step says about itself; its place in the chain follows from the entry before it. */
export type TraceStep = Omit<TraceEntry, 'contract' | 'sequence' | 'previous' | 'hash'>;

/**
 * The next entry of a run's chain; `previous` is null for the first.
 * @throws Error where the step belongs to another run than the chain: a mistake of the caller.
 */
export function appendEntry(previous: TraceEntry | null, step: TraceStep): TraceEntry {
  if (previous !== null && (previous.tenant !== step.tenant || previous.run !== step.run))
    throw new Error(
      `a chain holds one run: step ${step.step} of ${step.tenant}/${step.run} appended to ${previous.tenant}/${previous.run}`,
    );
  const body: Omit<TraceEntry, 'hash'> = {
    contract: 'trace/1',
    tenant: step.tenant,
    run: step.run,
    sequence: previous === null ? 0 : previous.sequence + 1,
    step: step.step,
    input: step.input,
    output: step.output,
    policy: step.policy,
    flags: step.flags,
    code: step.code,
    posture: step.posture,
    decision: step.decision,
    reasons: step.reasons,
    previous: previous === null ? null : previous.hash,
  };
  return { ...body, hash: entryHash(body) };
}

/** Hash of everything in an entry but the hash itself; `previous` is inside, so it stands for the whole chain up to here. */
export function entryHash(entry: Omit<TraceEntry, 'hash'> & { readonly hash?: Digest }): Digest {
  const { hash: _, ...body } = entry;
  return digest('trace/1', body);
}
