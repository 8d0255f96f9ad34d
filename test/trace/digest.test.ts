import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from '../../core/model/ids.ts';
import { bytesDigest, digest } from '../../core/trace/digest.ts';
import { DOMAINS } from '../../core/trace/domains.ts';

describe('digest', () => {
  // printf 'plan/1\0{"a":1}' | sha256sum
  const known = 'sha256:6965ff4557e149595e94c440a026fe35047bf8febffeefaaeb770efd4adb9ba6';
  it('is SHA-256 over domain, zero byte and canonical bytes', () => {
    expect(digest('plan/1', { a: 1 })).toBe(known);
    expect(bytesDigest('plan/1', '{"a":1}')).toBe(known);
    expect(bytesDigest('plan/1', new TextEncoder().encode('{"a":1}'))).toBe(known);
  });
  it('differs between domains for the same value', () => {
    expect(new Set(DOMAINS.map((domain) => digest(domain, null))).size).toBe(DOMAINS.length);
  });
  it('parses as a digest of the contract', () => {
    expect(Digest.safeParse(digest('run/1', [])).success).toBe(true);
  });
  it('changes whenever the canonical value does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        if (same) expect(digest('content/1', a)).toBe(digest('content/1', b));
        expect(digest('content/1', [a])).not.toBe(digest('content/1', [a, b]));
      }),
    );
  });
});

describe('domains', () => {
  it('are unique and hold no zero byte, which ends the prefix', () => {
    expect(new Set(DOMAINS).size).toBe(DOMAINS.length);
    for (const domain of DOMAINS) expect(domain).toMatch(/^[a-z-]+\/[1-9]\d*$/);
  });
});
