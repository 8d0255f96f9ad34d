import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../core/numeric/random-stream.ts';

const take = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.uniform());

describe('randomStream', () => {
  it('gives the numbers recorded for seed 42, because plans recorded earlier must replay to the same bytes', () => {
    expect(take(randomStream(42, 'golden'), 4)).toEqual([
      0.9940443171145237, 0.8123436705518018, 0.03158965444029771, 0.5628454327908099,
    ]);
  });

  it('repeats itself for the same seed and purpose', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string(), (seed, purpose) => {
        expect(take(randomStream(seed, purpose), 5)).toEqual(take(randomStream(seed, purpose), 5));
      }),
    );
  });

  it('differs when the seed or the purpose differs', () => {
    const heads = [randomStream(1, 'a'), randomStream(2, 'a'), randomStream(1, 'b'), randomStream(1, 'aa')].map((s) =>
      s.uniform(),
    );
    expect(new Set(heads).size).toBe(4);
  });

  it('jumps to a disjoint stream and stays where it is itself', () => {
    const stream = randomStream(7, 'jump');
    const ahead = take(stream.jumped(), 50);
    const own = take(stream, 50);
    expect(own).toEqual(take(randomStream(7, 'jump'), 50));
    expect(own.filter((value) => ahead.includes(value))).toEqual([]);
  });

  it('is uniform: 20,000 draws over many streams fill ten bins evenly', () => {
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 2_000; i++) {
      for (const value of take(randomStream(3, `account-${i}`), 10)) bins[Math.floor(value * 10)]! += 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 99.9 % quantile with 9 degrees of freedom
  });

  it('draws every integer between the ends and none outside', () => {
    const stream = randomStream(1, 'dice');
    expect(new Set(Array.from({ length: 300 }, () => stream.integer(1, 6)))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('throws for a seed that is not a whole number', () => {
    expect(() => randomStream(0.5, 'x')).toThrow(/seed must be a whole number/);
  });
});
