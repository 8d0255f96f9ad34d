import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunId } from '../../core/model/ids.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { appendEntry, type TraceStep } from '../../core/trace/chain.ts';
import { exampleChain, step } from './example-chain.ts';

/** The chain once more, as naively as can be: sorted keys by hand, no library, no shared code. */
function naiveHash(entry: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(entry)
    .filter((key) => key !== 'hash')
    .sort();
  const text = `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(entry[key])}`).join(',')}}`;
  return `sha256:${createHash('sha256').update(`trace/1\0${text}`, 'utf8').digest('hex')}`;
}

const anyStep: fc.Arbitrary<TraceStep> = fc
  .record({
    name: fc.string({ unit: 'grapheme', maxLength: 12 }),
    decision: fc.string({ unit: 'grapheme', maxLength: 20 }),
    reasons: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 3 }),
    posture: fc.constantFrom('steady', 'critical', null),
  })
  .map(({ name, ...changes }) => step(name, changes));

describe('appendEntry', () => {
  it('starts at sequence 0 with no previous hash, then counts and links', () => {
    const [first, second] = exampleChain();
    expect(first).toMatchObject({ sequence: 0, previous: null });
    expect(second).toMatchObject({ sequence: 1, previous: first?.hash });
  });
  it('gives entries of the contract with the hashes of a naive reference', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 6 }), (steps) => {
        let previous: string | null = null;
        for (const entry of exampleChain(steps)) {
          expect(TraceEntry.safeParse(entry).success).toBe(true);
          expect(entry.previous).toBe(previous);
          expect(entry.hash).toBe(naiveHash(entry));
          previous = entry.hash;
        }
      }),
    );
  });
  it('gives the same chain whatever the order of the keys in a step', () => {
    const turned = step('plan');
    const shuffled: TraceStep = { ...Object.fromEntries(Object.entries(turned).reverse()), ...turned };
    expect(appendEntry(null, shuffled)).toEqual(appendEntry(null, turned));
  });
  it('throws when a step of another run is appended', () => {
    const other = step('plan', { run: RunId.parse(`run-${'f'.repeat(32)}`) });
    expect(() => appendEntry(exampleChain()[0] ?? null, other)).toThrow(/one run/);
  });
});
