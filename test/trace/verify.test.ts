import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { appendEntry, entryHash } from '../../core/trace/chain.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { exampleChain, someDigest, step } from './example-chain.ts';

const honest = exampleChain();
const head = honest.at(-1)?.hash ?? null;
const at = (index: number): TraceEntry => {
  const entry = honest[index];
  if (entry === undefined) throw new Error(`no entry ${index}`);
  return entry;
};

describe('verifyChain', () => {
  it('accepts an honest chain, with and without its head', () => {
    expect(verifyChain(honest)).toEqual({ ok: true, entries: 4, head });
    expect(verifyChain(honest, head)).toEqual({ ok: true, entries: 4, head });
  });
  it('accepts an empty chain where none is expected, and misses one that is', () => {
    expect(verifyChain([], null)).toEqual({ ok: true, entries: 0, head: null });
    expect(verifyChain([], head)).toMatchObject({ ok: false, at: 0, rule: 'head', expected: head, actual: 'no entry' });
  });

  const flips: [keyof TraceEntry, Partial<TraceEntry>, string][] = [
    ['tenant', { tenant: TenantId.parse('evil') }, 'run'],
    ['run', { run: RunId.parse(`run-${'e'.repeat(32)}`) }, 'run'],
    ['sequence', { sequence: 2 }, 'sequence'],
    ['step', { step: 'Score' }, 'hash'],
    ['input', { input: someDigest('x') }, 'hash'],
    ['output', { output: someDigest('x') }, 'hash'],
    ['policy', { policy: null }, 'hash'],
    ['flags', { flags: someDigest('x') }, 'hash'],
    ['code', { code: someDigest('x') }, 'hash'],
    ['posture', { posture: 'elevated' }, 'hash'],
    ['decision', { decision: 'score: proceed ' }, 'hash'],
    ['reasons', { reasons: ['budget is kept', 'data is fresh'] }, 'hash'],
    ['previous', { previous: someDigest('x') }, 'previous'],
    ['hash', { hash: someDigest('x') }, 'hash'],
  ];
  it('has a flip for every field but the contract, which is a literal', () => {
    expect([...flips.map(([field]) => field), 'contract'].sort()).toEqual(Object.keys(at(0)).sort());
  });
  it.each(flips)('names entry 1 when its %s is changed', (_, change, rule) => {
    const entries: TraceEntry[] = honest.with(1, { ...at(1), ...change });
    expect(verifyChain(entries)).toMatchObject({ ok: false, at: 1, rule });
  });
  it.each(flips.filter(([field]) => field !== 'hash'))(
    'names entry 2 at the latest when %s of entry 1 is changed and re-hashed',
    (_, change) => {
      const forged = { ...at(1), ...change };
      const verdict = verifyChain(honest.with(1, { ...forged, hash: entryHash(forged) }));
      expect(verdict.ok).toBe(false);
      if (!verdict.ok) expect(verdict.at).toBeLessThanOrEqual(2);
    },
  );
  it.each<[string, unknown[], number, string]>([
    ['the first entry is dropped', honest.slice(1), 0, 'sequence'],
    ['a middle entry is dropped', honest.toSpliced(2, 1), 2, 'sequence'],
    ['two entries are swapped', [at(0), at(2), at(1), at(3)], 1, 'sequence'],
    ['an entry is duplicated', [at(0), at(1), at(1), at(2), at(3)], 2, 'sequence'],
    ['an entry is null', [at(0), null], 1, 'contract'],
    ['an entry has a field more', [{ ...at(0), at: '2026-11-22' }], 0, 'contract'],
    ['an entry has another contract', [{ ...at(0), contract: 'trace/2' }], 0, 'contract'],
    [
      'an entry misses a field',
      [Object.fromEntries(Object.entries(at(0)).filter(([key]) => key !== 'flags'))],
      0,
      'contract',
    ],
    [
      'an entry has a lone surrogate, which has no bytes',
      [JSON.parse(JSON.stringify(at(0)).replace('proceed', '\\ud800'))],
      0,
      'hash',
    ],
    ['an entry carries NaN', [{ ...at(0), sequence: Number.NaN }], 0, 'contract'],
  ])('finds that %s', (_, entries, index, rule) => {
    const verdict = verifyChain(entries);
    expect(verdict).toMatchObject({ ok: false, at: index, rule });
    if (!verdict.ok) expect([verdict.expected, verdict.actual, verdict.remedy].every((text) => text !== '')).toBe(true);
  });
  it('names the field that is not as the contract wants it', () => {
    const verdict = verifyChain([at(0), { ...at(1), posture: 'calm' }]);
    expect(verdict).toMatchObject({ ok: false, at: 1, expected: expect.stringContaining('(/posture: ') });
  });
  it('finds a chain cut at its end by the head alone', () => {
    expect(verifyChain(honest.slice(0, 3))).toMatchObject({ ok: true });
    expect(verifyChain(honest.slice(0, 3), head)).toMatchObject({ ok: false, at: 3, rule: 'head', expected: head });
  });
  it('finds a chain written anew from its middle by the head alone', () => {
    let last = at(1);
    const anew = [at(0), at(1)];
    for (const name of ['plan', 'audit']) {
      last = appendEntry(last, step(name, { decision: 'nothing to see' }));
      anew.push(last);
    }
    expect(verifyChain(anew)).toMatchObject({ ok: true });
    expect(verifyChain(anew, head)).toMatchObject({ ok: false, rule: 'head' });
  });
  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })),
        (entries) => verifyChain(entries).ok === (entries.length === 0),
      ),
    );
  });
});

const Golden = z.object({
  entries: z.array(z.unknown()),
  head: Digest.nullable(),
  verdict: z.record(z.string(), z.unknown()),
});
const folder = join(import.meta.dirname, 'golden');
describe('golden chains', () => {
  it.each(readdirSync(folder))('%s is judged as recorded', (name) => {
    const golden = Golden.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    expect(verifyChain(golden.entries, golden.head)).toEqual(golden.verdict);
  });
});
