import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountChoices } from '../../core/schedule/account-choices.ts';
import { accountValues } from '../../core/schedule/account-values.ts';
import { lookAhead } from '../../core/schedule/look-ahead.ts';
import { NONE } from '../../core/schedule/places.ts';
import { eachPlace } from '../../core/schedule/planned-block.ts';
import { buildPools } from '../../core/schedule/pools.ts';
import { KINDS, type Problem } from '../../core/schedule/problem.ts';
import { Promises } from '../../core/schedule/promises.ts';
import { type Relaxation, relaxation, relaxedValue } from '../../core/schedule/relaxation.ts';
import { tinyProblems } from './tiny-problems.ts';

interface Drawn {
  readonly slot: readonly number[];
  readonly minute: readonly number[];
  readonly count: readonly number[];
}

/** Prices of every slot and rep-day, repeated where there are more of them than numbers. */
const drawnPrices: fc.Arbitrary<Drawn> = fc.record({
  slot: fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 7 }),
  minute: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 3 }),
  count: fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 3 }),
});

/** The relaxation, asked about these prices. */
function priced(problem: Problem, { slot, minute, count }: Drawn): Relaxation {
  const { days } = problem;
  const values = accountValues(problem, 0);
  const relaxed = relaxation(problem, values, accountChoices(problem, values));
  const repeated = (size: number, numbers: readonly number[]) =>
    Float64Array.from({ length: size }, (_, i) => numbers[i % numbers.length]!);
  const slots = days.offset[days.count]!;
  relaxedValue(
    relaxed,
    { slot: repeated(slots, slot), minute: repeated(days.count, minute), count: repeated(days.count, count) },
    1,
  );
  return relaxed;
}

/** The best surplus of every engagement on any rep-day but `but`, place by place. */
function naive({ problem, cheapest }: Relaxation, ahead: Float64Array, e: number, but: number): number {
  const { days, places, keepClass, policy } = problem;
  let most = Number.NEGATIVE_INFINITY;
  eachPlace(problem, e, (c, kind) => {
    const d = places.classDay[c]!;
    if (d === but) return;
    const kept = c === keepClass[e] ? policy.value.disruptionCost : 0;
    most = Math.max(most, ahead[(e * KINDS + kind) * days.touchCount + days.touch[d]!]! + kept - cheapest.cost[c]!);
  });
  return most;
}

describe('what engagements could bring at current prices', () => {
  it('is the best of all places, and of all on other rep-days, whatever was asked before', () => {
    let asked = 0;
    fc.assert(
      fc.property(fc.nat(3_999), drawnPrices, fc.infiniteStream(fc.boolean()), (seed, prices, coin) => {
        for (const problem of tinyProblems(seed)) {
          const relaxed = priced(problem, prices);
          const promises = new Promises(relaxed);
          const ahead = lookAhead(relaxed);
          for (let e = 0; e < problem.engagements.length; e++) {
            if (problem.pinned[e] !== NONE) continue;
            const best = naive(relaxed, ahead, e, NONE);
            if (coin.next().value) expect(promises.best(e)).toBe(best);
            for (let d = 0; d < problem.days.count; d++)
              expect(promises.elsewhere(e, d)).toBe(naive(relaxed, ahead, e, d));
            expect(promises.best(e)).toBe(best);
            asked++;
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(asked).toBeGreaterThan(200);
  });

  it('is what the candidates of the rep-days are chosen by when planning from nothing', () => {
    fc.assert(
      fc.property(fc.nat(3_999), drawnPrices, (seed, prices) => {
        for (const problem of tinyProblems(seed)) {
          const relaxed = priced(problem, prices);
          const promises = new Promises(relaxed);
          const { best, bestDay, second } = buildPools(relaxed);
          for (let e = 0; e < problem.engagements.length; e++) {
            expect(promises.best(e)).toBe(best[e]);
            for (let d = 0; d < problem.days.count; d++)
              expect(promises.elsewhere(e, d)).toBe(bestDay[e] === d ? second[e] : best[e]);
          }
        }
      }),
    );
  });

  it('is nothing at all for an engagement without a place', () => {
    let without = 0;
    for (let seed = 0; seed < 100; seed++) {
      for (const problem of tinyProblems(seed)) {
        const promises = new Promises(priced(problem, { slot: [0], minute: [0], count: [0] }));
        for (let e = 0; e < problem.engagements.length; e++) {
          let places = 0;
          eachPlace(problem, e, () => places++);
          if (places > 0) continue;
          without++;
          expect(promises.best(e)).toBe(Number.NEGATIVE_INFINITY);
          expect(promises.elsewhere(e, 0)).toBe(Number.NEGATIVE_INFINITY);
        }
      }
    }
    expect(without).toBeGreaterThan(10);
  });
});
