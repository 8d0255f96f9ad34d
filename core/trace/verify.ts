import type { Digest } from '../model/ids.ts';
import { TraceEntry } from '../model/trace.ts';
import { pointer, shown } from '../model/violation.ts';
import { entryHash } from './chain.ts';

export type ChainRule = 'contract' | 'run' | 'sequence' | 'previous' | 'hash' | 'head';

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: Digest | null }
  | {
      readonly ok: false;
      /** Index of the first bad entry; the number of entries where the end itself is wrong. */
      readonly at: number;
      readonly rule: ChainRule;
      readonly expected: string;
      readonly actual: string;
      readonly remedy: string;
    };

/**
 * Checks a chain from its first entry and names the first that is wrong. Entries may be of any shape: evidence is read from
 * files. A chain cut at its end, or written anew from some entry on with all hashes made to fit, is consistent in itself:
 * only the head kept elsewhere (the run's record, the outcome report) tells; pass it where it is known.
 */
export function verifyChain(entries: readonly unknown[], head?: Digest | null): ChainVerdict {
  let last: TraceEntry | null = null;
  for (const [at, raw] of entries.entries()) {
    const parsed = TraceEntry.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const path = pointer(issue?.path ?? []);
      return broken(at, 'contract', `a trace/1 entry (${path}: ${issue?.message ?? 'invalid'})`, described(raw));
    }
    const wrong = misfit(at, parsed.data, last);
    if (wrong !== null) return wrong;
    last = parsed.data;
  }
  const actual = last === null ? null : last.hash;
  if (head !== undefined && head !== actual)
    return broken(entries.length, 'head', head ?? 'no entry', actual ?? 'no entry');
  return { ok: true, entries: entries.length, head: actual };
}

function misfit(at: number, entry: TraceEntry, last: TraceEntry | null): ChainVerdict | null {
  if (last !== null && (entry.tenant !== last.tenant || entry.run !== last.run))
    return broken(at, 'run', `${last.tenant}/${last.run}`, `${entry.tenant}/${entry.run}`);
  if (entry.sequence !== at) return broken(at, 'sequence', String(at), String(entry.sequence));
  const previous = last === null ? null : last.hash;
  if (entry.previous !== previous) return broken(at, 'previous', previous ?? 'null', entry.previous ?? 'null');
  const hash = hashable(entry) ? entryHash(entry) : 'well-formed text';
  return entry.hash === hash ? null : broken(at, 'hash', hash, entry.hash);
}

/** Escapes in a file can make lone surrogates, which have no canonical bytes and so no hash. */
function hashable(entry: TraceEntry): boolean {
  return [entry.step, entry.decision, ...entry.reasons].every((text) => text.isWellFormed());
}

function described(raw: unknown): string {
  try {
    return shown(raw);
  } catch {
    return `a ${typeof raw} that is not JSON`;
  }
}

const remedies: Record<ChainRule, string> = {
  contract: 'restore the entry as it was written',
  run: 'keep the entries of one run together and no others',
  sequence: 'restore the entries dropped, added or moved here',
  previous: 'restore the entry before this one, or this one, as written',
  hash: 'restore the content of this entry as written',
  head: 'restore the end of the chain; it was cut, extended or written anew',
};

function broken(at: number, rule: ChainRule, expected: string, actual: string): ChainVerdict {
  return { ok: false, at, rule, expected, actual, remedy: remedies[rule] };
}
