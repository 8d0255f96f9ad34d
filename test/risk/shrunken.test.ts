import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../core/numeric/random-stream.ts';
import { durationRatios } from '../../core/risk/duration-model.ts';
import type { KindEstimate } from '../../core/risk/estimate.ts';
import { shrunkenMeans } from '../../core/risk/shrunken-mean.ts';
import { shrunkenRates } from '../../core/risk/shrunken-rate.ts';

const holds = ({ low, high }: KindEstimate, truth: number) => low <= truth && truth <= high;
const normal = (random: RandomStream) =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

describe('shrunkenRates', () => {
  it('draws a kind seen rarely to the others, and leaves one seen often where it is', () => {
    const [often, rare] = shrunkenRates([
      { kind: 'often', trials: 5_000, successes: 4_000 },
      { kind: 'rare', trials: 4, successes: 0 },
      { kind: 'third', trials: 900, successes: 740 },
      { kind: 'fourth', trials: 900, successes: 700 },
      { kind: 'fifth', trials: 700, successes: 560 },
    ]);
    expect(often?.value).toBeCloseTo(0.8, 2);
    expect(rare?.value).toBeGreaterThan(0.15);
    expect(rare?.value).toBeLessThan(0.8);
    expect(often!.high - often!.low).toBeLessThan(rare!.high - rare!.low);
  });

  it('says little of a kind never seen, and stays inside [0, 1] with none or all successes', () => {
    const [none, all, never] = shrunkenRates([
      { kind: 'none', trials: 50, successes: 0 },
      { kind: 'all', trials: 50, successes: 50 },
      { kind: 'never', trials: 0, successes: 0 },
    ]);
    expect(none!.low).toBeGreaterThanOrEqual(0);
    expect(none!.high).toBeLessThan(0.15);
    expect(all!.high).toBeLessThanOrEqual(1);
    expect(all!.low).toBeGreaterThan(0.85);
    expect(never!.high - never!.low).toBeGreaterThan(0.5);
  });

  it('holds the true rate about as often as it says, over 40 teams of 6 kinds', () => {
    let held = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = randomStream(seed, 'rates');
      const rates = Array.from({ length: 6 }, () => 0.6 + 0.35 * random.uniform());
      const counts = rates.map((rate, i) => {
        const trials = random.integer(5, 120);
        let successes = 0;
        for (let t = 0; t < trials; t++) successes += random.uniform() < rate ? 1 : 0;
        return { kind: `k-${i}`, trials, successes };
      });
      held += shrunkenRates(counts).filter((estimate, i) => holds(estimate, rates[i]!)).length;
    }
    // Of 240; over 1,200 it was 93.8 %, so 225 are expected here, standard deviation 3.7.
    expect(held).toBeGreaterThanOrEqual(216);
    expect(held).toBeLessThanOrEqual(236);
  });
});

describe('shrunkenMeans', () => {
  it('leaves one kind alone as it was measured', () => {
    const [only] = shrunkenMeans([{ kind: 'only', count: 9, mean: 2, standardError: 0.5 }], 1);
    expect(only?.value).toBeCloseTo(2, 6);
    expect(only?.low).toBeCloseTo(2 - 1.96 * 0.5, 2);
    expect(only?.high).toBeCloseTo(2 + 1.96 * 0.5, 2);
  });

  it('draws uncertain means together, and nothing out of nothing', () => {
    const [a, b] = shrunkenMeans(
      [
        { kind: 'a', count: 9, mean: 0, standardError: 1 },
        { kind: 'b', count: 9, mean: 1, standardError: 1 },
      ],
      0.3,
    );
    expect(a!.value).toBeGreaterThan(0.2);
    expect(b!.value).toBeLessThan(0.8);
    expect(shrunkenMeans([], 1)).toEqual([]);
  });

  it('holds the true mean about as often as it says, over 120 teams of 5 kinds', () => {
    let held = 0;
    for (let seed = 0; seed < 120; seed++) {
      const random = randomStream(seed, 'means');
      const truths = Array.from({ length: 5 }, () => 1 + 0.3 * normal(random));
      const measured = truths.map((truth, i) => {
        const standardError = 0.05 + 0.5 * random.uniform();
        return { kind: `k-${i}`, count: 10, mean: truth + standardError * normal(random), standardError };
      });
      held += shrunkenMeans(measured, 0.3).filter((estimate, i) => holds(estimate, truths[i]!)).length;
    }
    // 570 expected of 600, standard deviation 5.3.
    expect(held).toBeGreaterThanOrEqual(554);
    expect(held).toBeLessThanOrEqual(592);
  });
});

describe('durationRatios', () => {
  it('is the geometric mean of held over planned, and is not certain of two that took exactly the plan', () => {
    const held = Array.from({ length: 400 }, (_, i) => ({ kind: 'call', planned: 30, minutes: i % 2 === 0 ? 30 : 60 }));
    const [call] = durationRatios(held);
    expect(call?.value).toBeCloseTo(Math.SQRT2, 3);
    const [exact] = durationRatios([
      { kind: 'review', planned: 45, minutes: 45 },
      { kind: 'review', planned: 45, minutes: 45 },
    ]);
    expect(exact!.high - exact!.low).toBeGreaterThan(0.1);
  });

  it('of nothing held is nothing', () => {
    expect(durationRatios([])).toEqual([]);
  });
});
