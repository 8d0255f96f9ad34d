import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceNumbers } from '../../core/numeric/sequence-numbers.ts';

/** Few values, so that sequences repeat and are prefixes of one another; large ones, so that low bits agree. */
const item = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(2 ** 32, -(2 ** 31), Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
);

describe('SequenceNumbers', () => {
  it('numbers as a Map of the written sequences does', () => {
    fc.assert(
      fc.property(fc.array(fc.array(item, { maxLength: 4 }), { maxLength: 400 }), (sequences) => {
        const numbers = new SequenceNumbers();
        const written = new Map<string, number>();
        for (const sequence of sequences) {
          const key = sequence.join();
          const expected = written.get(key) ?? written.size;
          written.set(key, expected);
          expect(numbers.of(sequence)).toBe(expected);
          expect(numbers.size).toBe(written.size);
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  it('keeps all numbers while it grows, and tells a pair from its reverse', () => {
    const numbers = new SequenceNumbers();
    const pairs = Array.from({ length: 20_000 }, (_, i) => [i % 173, Math.floor(i / 173) - 50] as const);
    const inOrder = pairs.map((_, i) => i);
    expect(pairs.map(([first, second]) => numbers.ofPair(first, second))).toEqual(inOrder);
    expect(pairs.map(([first, second]) => numbers.of([first, second]))).toEqual(inOrder);
    expect(numbers.size).toBe(pairs.length);
    expect(numbers.ofPair(-50, 0)).not.toBe(numbers.ofPair(0, -50));
  });
});
