import { createHash } from 'node:crypto';
import { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { appendEntry, type TraceStep } from '../../core/trace/chain.ts';

export const someDigest = (text: string) => Digest.parse(`sha256:${createHash('sha256').update(text).digest('hex')}`);

export function step(name: string, changes: Partial<TraceStep> = {}): TraceStep {
  return {
    tenant: TenantId.parse('acme'),
    run: RunId.parse(`run-${'0'.repeat(31)}1`),
    step: name,
    input: someDigest(`${name} in`),
    output: someDigest(`${name} out`),
    policy: someDigest('policy'),
    flags: null,
    code: someDigest('code'),
    posture: 'steady',
    decision: `${name}: proceed`,
    reasons: ['data is fresh', 'budget is kept'],
    ...changes,
  };
}

/** Four honest entries. */
export function exampleChain(
  steps: readonly TraceStep[] = ['preflight', 'score', 'plan', 'audit'].map((name) => step(name)),
) {
  const entries: TraceEntry[] = [];
  for (const next of steps) entries.push(appendEntry(entries.at(-1) ?? null, next));
  return entries;
}
