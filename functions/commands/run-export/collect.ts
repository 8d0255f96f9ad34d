import type { Digest } from '../../../core/model/ids.ts';
import type { TraceEntry } from '../../../core/model/trace.ts';
import { bytesDigest } from '../../../core/trace/digest.ts';
import { chainReferences, referencesOf } from '../../../core/trace/references.ts';
import type { Document } from './documents.ts';

/** Requests under way at the same time. */
const AT_ONCE = 6;

export interface Collected {
  readonly documents: ReadonlyMap<Digest, Document>;
  /** Referred to and not there, or not what its digest says. */
  readonly missing: readonly Digest[];
}

/**
 * All evidence a chain leads to.
 * @param fetch the content under a digest; undefined: there is none
 */
export async function collect(
  entries: readonly TraceEntry[],
  fetch: (digest: Digest) => Promise<Document | undefined>,
): Promise<Collected> {
  const documents = new Map<Digest, Document>();
  const missing = new Set<Digest>();
  let wanted = chainReferences(entries);
  while (wanted.length > 0) {
    const batch = wanted.slice(0, AT_ONCE);
    const found = await Promise.all(batch.map(async (digest) => ({ digest, document: await fetch(digest) })));
    const next = new Set(wanted.slice(AT_ONCE));
    for (const { digest, document } of found) {
      if (document === undefined || bytesDigest(document.domain, document.text) !== digest) {
        missing.add(digest);
        continue;
      }
      documents.set(digest, document);
      for (const reference of leadsTo(document))
        if (!documents.has(reference) && !missing.has(reference)) next.add(reference);
    }
    wanted = [...next].filter((digest) => !documents.has(digest));
  }
  return { documents, missing: [...missing] };
}

/** What a document leads to; text that is no JSON leads nowhere. */
export function leadsTo({ domain, text }: Document): Digest[] {
  try {
    return referencesOf(domain, JSON.parse(text));
  } catch {
    return [];
  }
}
