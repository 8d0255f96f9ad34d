import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Digest, TenantId } from '../../core/model/ids.ts';
import { canonicalBytes } from '../../core/trace/canonical.ts';
import { bytesDigest } from '../../core/trace/digest.ts';
import { DOMAINS, type Domain } from '../../core/trace/domains.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

/** Bytes of one chunk; an item holds at most 400 KB, keys and names included. */
const CHUNK_BYTES = 350_000;
/** Largest content, decompressed: a stored bomb is not opened. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Content that is not there, or not what its digest says. Not transient: a retry reads the same. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
}

const Head = z.object({
  domain: z.enum(DOMAINS),
  mediaType: z.string(),
  bytes: z.int(),
  chunks: z.array(z.string()),
});
const Chunk = z.object({ data: z.instanceof(Uint8Array) });

export type EvidenceStore = ReturnType<typeof evidenceStore>;
/** What a step that only computes needs of the store; a replay brings its own. */
export type EvidenceAccess = Pick<EvidenceStore, 'get' | 'put'>;
/** Content under its digest, as the domain it was written in. */
export interface Found {
  readonly domain: Domain;
  readonly mediaType: string;
  readonly text: string;
}

/**
 * Content under its digest, per tenant: canonical JSON or text, compressed, in chunks. Chunks are written before the head
 * that lists them, so content is whole or absent; writing the same content again is harmless.
 */
export function evidenceStore() {
  const { EVIDENCE_TABLE } = environment('EVIDENCE_TABLE');
  const heads = table(EVIDENCE_TABLE, Head);
  const chunks = table(EVIDENCE_TABLE, Chunk);

  const putBytes = async (tenant: TenantId, domain: Domain, content: Uint8Array, mediaType: string) => {
    const digest = bytesDigest(domain, content);
    const pk = place(tenant, digest);
    if ((await heads.get({ pk, sk: 'head' })) !== undefined) return digest;
    const packed = gzipSync(content);
    const sums: string[] = [];
    for (let from = 0; from < packed.length; from += CHUNK_BYTES) {
      const data = packed.subarray(from, from + CHUNK_BYTES);
      await chunks.put({ pk, sk: chunkKey(sums.length) }, { data });
      sums.push(sum(data));
    }
    await heads.put({ pk, sk: 'head' }, { domain, mediaType, bytes: content.length, chunks: sums });
    return digest;
  };

  const getBytes = async (tenant: TenantId, domain: Domain, digest: Digest): Promise<Uint8Array> => {
    const pk = place(tenant, digest);
    const head = await heads.get({ pk, sk: 'head' });
    if (head === undefined) throw new EvidenceError(`evidence ${digest} (${domain}) is not stored for this tenant`);
    const parts = await Promise.all(
      head.chunks.map(async (expected, index) => {
        const named = `chunk ${index + 1} of ${head.chunks.length} of evidence ${digest} (${domain})`;
        const chunk = await chunks.get({ pk, sk: chunkKey(index) });
        if (chunk === undefined) throw new EvidenceError(`${named} is missing; restore the table from its backup`);
        const actual = sum(chunk.data);
        if (actual !== expected)
          throw new EvidenceError(`${named} is not as written: ${actual} instead of ${expected}; restore the table`);
        return chunk.data;
      }),
    );
    const content = gunzipSync(Buffer.concat(parts), { maxOutputLength: MAX_BYTES });
    const actual = bytesDigest(domain, content);
    if (actual !== digest)
      throw new EvidenceError(
        `evidence ${digest}: read as ${domain} its digest is ${actual}; it was written as ${head.domain}, ${head.bytes} bytes`,
      );
    return content;
  };

  return {
    /** Whatever is under a digest, checked against it; undefined: nothing is. */
    async find(tenant: TenantId, digest: Digest): Promise<Found | undefined> {
      const head = await heads.get({ pk: place(tenant, digest), sk: 'head' });
      if (head === undefined) return undefined;
      const { domain, mediaType } = head;
      return { domain, mediaType, text: new TextDecoder().decode(await getBytes(tenant, domain, digest)) };
    },

    /** Stores a JSON value; returns its digest, which `digest(domain, value)` of core/trace gives too. */
    put: (tenant: TenantId, domain: Domain, value: unknown): Promise<Digest> =>
      putBytes(tenant, domain, canonicalBytes(value), 'application/json'),

    /** Stores text of its own format: a page, a feed. */
    putText: (tenant: TenantId, domain: Domain, text: string, mediaType: string): Promise<Digest> =>
      putBytes(tenant, domain, new TextEncoder().encode(text), mediaType),

    /**
     * The value under a digest, checked against digest and contract.
     * @throws EvidenceError naming the missing or corrupt chunk.
     */
    async get<T>(tenant: TenantId, domain: Domain, digest: Digest, contract: z.ZodType<T>): Promise<T> {
      return contract.parse(JSON.parse(await this.getText(tenant, domain, digest)));
    },

    /** The text under a digest; for JSON, its canonical text. */
    async getText(tenant: TenantId, domain: Domain, digest: Digest): Promise<string> {
      return new TextDecoder().decode(await getBytes(tenant, domain, digest));
    },
  };
}

function place(tenant: TenantId, digest: Digest): string {
  return `${tenant}#evidence#${digest}`;
}

function chunkKey(index: number): string {
  return `chunk#${String(index).padStart(5, '0')}`;
}

function sum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
