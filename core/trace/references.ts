import { Digest } from '../model/ids.ts';
import type { TraceEntry } from '../model/trace.ts';
import type { Domain } from './domains.ts';

/**
 * Kinds of content that lead on to other evidence. Everything else is an end: a published plan names the portfolio it came
 * from, and that names nothing of this run any more.
 */
const LEADING: ReadonlySet<Domain> = new Set<Domain>([
  'step/1',
  'content/1',
  'gate-brief/1',
  'decision/1',
  'delegation/1',
  'incident/1',
  'proposal/1',
  'baseline-evidence/1',
]);

/** Digests of evidence that a chain refers to by itself, each once, in order of the entries. */
export function chainReferences(entries: readonly TraceEntry[]): Digest[] {
  const all = entries.flatMap(({ input, output, policy, flags }) => [input, output, policy, flags]);
  return [...new Set(all.filter((digest) => digest !== null))];
}

/** Digests of evidence that a piece of evidence refers to, each once, in order of appearance. */
export function referencesOf(domain: Domain, value: unknown): Digest[] {
  if (!LEADING.has(domain)) return [];
  return [
    ...new Set(digestsIn(domain === 'incident/1' ? made(value) : domain === 'proposal/1' ? tried(value) : value)),
  ];
}

/** A proposal also names the code that tried, which is no evidence. */
function tried(proposal: unknown): unknown {
  return typeof proposal === 'object' && proposal !== null ? { ...proposal, code: null } : null;
}

/** An incident also names the head of its chain, which is no evidence. */
function made(incident: unknown): unknown {
  return typeof incident === 'object' && incident !== null && 'evidence' in incident ? incident.evidence : null;
}

function digestsIn(value: unknown): Digest[] {
  if (typeof value === 'string') {
    const digest = Digest.safeParse(value);
    return digest.success ? [digest.data] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(digestsIn) : [];
}
