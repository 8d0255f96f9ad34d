import { createHash } from 'node:crypto';
import { Digest } from '../model/ids.ts';
import { canonicalBytes } from './canonical.ts';
import type { Domain } from './domains.ts';

/**
 * SHA-256 over the domain, a zero byte and the RFC 8785 bytes of the value. No domain contains a zero byte, so no two
 * (domain, bytes) pairs are hashed alike.
 * @throws CanonicalError where the value is not JSON.
 */
export function digest(domain: Domain, value: unknown): Digest {
  return bytesDigest(domain, canonicalBytes(value));
}

/** The same over bytes that have their own format: a page, a feed, a bundle. Text is taken as UTF-8. */
export function bytesDigest(domain: Domain, bytes: Uint8Array | string): Digest {
  const hex = createHash('sha256').update(domain).update(new Uint8Array(1)).update(bytes).digest('hex');
  return Digest.parse(`sha256:${hex}`);
}
