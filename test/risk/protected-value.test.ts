import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averts } from '../../core/risk/averts.ts';
import type { Touch } from '../../core/risk/loss-process.ts';
import { lowestLossProbability, marginalValueBound, protectedValue } from '../../core/risk/protected-value.ts';
import vectors from '../golden/risk-vectors.json' with { type: 'json' };

const touch: fc.Arbitrary<Touch> = fc.record({
  day: fc.double({ min: 0, max: 100, noNaN: true }),
  averts: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
});
const exposures = fc.record({
  stake: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1e12 })),
  process: fc.record({
    probability: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e-9)),
    withinDays: fc.integer({ min: 1, max: 120 }),
    shape: fc.double({ min: 0.3, max: 5, noNaN: true }),
  }),
});
const thetas = fc.oneof(
  fc.constant(0),
  fc.double({ min: -12, max: 1, noNaN: true }).map((exponent) => 10 ** exponent),
);

describe('protectedValue', () => {
  it.each(vectors.cases)('is exactly $protected for p $p, stake $stake, θ $theta of the design', (vector) => {
    const process = { probability: Number(vector.p), withinDays: vector.withinDays, shape: Number(vector.shape) };
    const touches = vector.touches.map(({ day, averts: chance }) => ({ day, averts: Number(chance) }));
    expect(protectedValue(Number(vector.theta), { stake: vector.stake, process }, touches)).toBe(vector.protected);
  });

  it('is a whole number from 0 to the stake', () => {
    fc.assert(
      fc.property(thetas, exposures, fc.array(touch, { maxLength: 5 }), (theta, exposure, touches) => {
        const value = protectedValue(theta, exposure, touches);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(exposure.stake);
      }),
    );
  });

  it('scores a doomed account and a safe account below one that can still be saved', () => {
    const at = (probability: number) =>
      protectedValue(0, { stake: 1e6, process: { probability, withinDays: 90, shape: 1 } }, [{ day: 10, averts: 0.3 }]);
    expect(at(0.5)).toBeGreaterThan(at(0.9999999999));
    expect(at(0.5)).toBeGreaterThan(at(0.01));
  });
});

describe('marginalValueBound', () => {
  it('summed over any subset of engagements, each as any of its choices, is never below their joint value', () => {
    fc.assert(
      fc.property(
        thetas,
        exposures,
        fc.array(fc.array(touch, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        (theta, exposure, choices) => {
          const lowest = lowestLossProbability(exposure.process, choices);
          for (const planned of everyPlan(choices)) {
            const bound = planned.reduce((sum, one) => sum + marginalValueBound(theta, exposure, one, lowest), 0);
            expect(bound).toBeGreaterThanOrEqual(protectedValue(theta, exposure, planned));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('rounds up, since parts too small to count alone can count together', () => {
    // Alone each touch protects 0.4 of one minor unit, both together 0.6.
    const exposure = { stake: 1, process: { probability: 0.8, withinDays: 90, shape: 1 } };
    const half = { day: 0, averts: 0.5 };
    const lowest = lowestLossProbability(exposure.process, [[half], [half]]);
    expect(protectedValue(0, exposure, [half])).toBe(0);
    expect(protectedValue(0, exposure, [half, half])).toBe(1);
    expect(marginalValueBound(0, exposure, half, lowest)).toBe(1);
  });

  it('is within one minor unit of the exact value when the engagement is the only one', () => {
    fc.assert(
      fc.property(thetas, exposures, touch, (theta, exposure, one) => {
        fc.pre(exposure.stake <= 1e10);
        const bound = marginalValueBound(theta, exposure, one, lowestLossProbability(exposure.process, [[one]]));
        const exact = protectedValue(theta, exposure, [one]);
        expect(bound - exact).toBeGreaterThanOrEqual(0);
        expect(bound - exact).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('averts', () => {
  it('multiplies show, effect and affinity, and holds the product in [0, 1]', () => {
    expect(averts({ show: 0.85, effect: 0.35, affinity: 1 })).toBeCloseTo(0.2975, 15);
    expect(averts({ show: 1, effect: 0.9, affinity: 1.5 })).toBe(1);
    expect(averts({ show: 1, effect: 0.9, affinity: -1 })).toBe(0);
  });
});

/** Every way to leave out each engagement or hold it as one of its choices. */
function everyPlan(choices: readonly (readonly Touch[])[]): readonly Touch[][] {
  return choices.reduce<Touch[][]>(
    (plans, options) => plans.flatMap((plan) => [plan, ...options.map((option) => [...plan, option])]),
    [[]],
  );
}
