import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { confidenceSequence } from '../../core/simulate/comparison/confidence-sequence.ts';

const normal = (seed: number) => {
  const stream = randomStream(seed, 'test/normal');
  return () => Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
};
/** Skewed, with mean 0: an exponential less its mean. */
const skewed = (seed: number) => {
  const stream = randomStream(seed, 'test/skewed');
  return () => -Math.log(1 - stream.uniform()) - 1;
};

/** Share of samples whose interval misses the true mean 0 at any look from `from` to `to`. */
function everWrong(draw: (seed: number) => () => number, alpha: number, from: number, to: number): number {
  const samples = 600;
  let wrong = 0;
  for (let seed = 1; seed <= samples; seed++) {
    const next = draw(seed);
    const values: number[] = [];
    for (let n = 1; n <= to; n++) {
      values.push(next());
      const { low, high } = confidenceSequence(values, alpha);
      if (n >= from && (low > 0 || high < 0)) {
        wrong++;
        break;
      }
    }
  }
  return wrong / samples;
}

describe('confidenceSequence', () => {
  it('misses the mean of normal differences at any of 120 looks no more often than alpha', () => {
    const rate = everWrong(normal, 0.1, 2, 120);
    // Three standard errors of 600 samples; a fixed-sample interval looked at as often misses in about half.
    expect(rate).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / 600));
    expect(rate).toBeGreaterThan(0);
  });

  it('misses the mean of strongly skewed differences not much more often, from the sixth look on', () => {
    expect(everWrong(skewed, 0.1, 6, 120)).toBeLessThan(0.2);
  });

  it('says nothing about fewer than two values', () => {
    expect(confidenceSequence([], 0.05)).toEqual({ mean: 0, low: -Infinity, high: Infinity });
    expect(confidenceSequence([3], 0.05)).toEqual({ mean: 3, low: -Infinity, high: Infinity });
  });

  it('narrows with more of the same and widens with more certainty asked for', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(confidenceSequence(values, 0.05))).toBeLessThan(width(confidenceSequence(values.slice(0, 20), 0.05)));
    expect(width(confidenceSequence(values, 0.01))).toBeGreaterThan(width(confidenceSequence(values, 0.05)));
  });

  it('does not take a sample that has not varied for one that cannot', () => {
    const zeros = new Array<number>(10).fill(0);
    expect(confidenceSequence(zeros, 0.05)).toEqual({ mean: 0, low: 0, high: 0 });
    expect(confidenceSequence(zeros, 0.05, 0.5).high).toBeGreaterThan(0.3);
  });

  it('scales and shifts with the values', () => {
    const values = [1, 4, 2, 8, 5, 7, 3, 3, 6, 1];
    const plain = confidenceSequence(values, 0.05);
    const moved = confidenceSequence(
      values.map((value) => 10 * value - 3),
      0.05,
    );
    expect(moved.low).toBeCloseTo(10 * plain.low - 3, 9);
    expect(moved.high).toBeCloseTo(10 * plain.high - 3, 9);
  });
});
