import type { z } from 'zod';
import type { Digest } from '../../../core/model/ids.ts';
import type { Domain } from '../../../core/trace/domains.ts';

export interface Document {
  readonly domain: Domain;
  readonly text: string;
}
/** Evidence by its digest, every piece checked against it. */
export type Documents = ReadonlyMap<Digest, Document>;

/** The JSON under a digest, where it is there in this domain and keeps its contract; otherwise undefined. */
export function documentOf<T>(
  documents: Documents,
  domain: Domain,
  digest: Digest | undefined,
  contract: z.ZodType<T>,
): T | undefined {
  const found = digest === undefined ? undefined : documents.get(digest);
  if (found === undefined || found.domain !== domain) return undefined;
  const parsed = contract.safeParse(JSON.parse(found.text));
  return parsed.success ? parsed.data : undefined;
}
