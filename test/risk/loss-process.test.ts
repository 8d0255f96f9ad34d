import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulativeLoss, type LossProcess, lossProbability, type Touch } from '../../core/risk/loss-process.ts';
import vectors from '../golden/risk-vectors.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

const processes: fc.Arbitrary<LossProcess> = fc.record({
  probability: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e-300, 1 - 2 ** -53)),
  withinDays: fc.integer({ min: 1, max: 400 }),
  shape: fc.double({ min: 0.2, max: 6, noNaN: true }),
});
const touchesArbitrary: fc.Arbitrary<Touch[]> = fc.array(
  fc.record({
    day: fc.oneof(fc.double({ min: -5, max: 420, noNaN: true }), fc.nat(3)),
    averts: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 6 },
);

describe('the vectors of the design, made with 50 digits elsewhere', () => {
  it.each(vectors.cases)('P(loss) of p $p, shape $shape, $withinDays days agrees to 1e-9 relative', (vector) => {
    const process = { probability: Number(vector.p), withinDays: vector.withinDays, shape: Number(vector.shape) };
    const touches = vector.touches.map(({ day, averts }) => ({ day, averts: Number(averts) }));
    expect(relativeError(lossProbability(process, []), vector.lossWithout)).toBeLessThan(1e-9);
    expect(relativeError(lossProbability(process, touches), vector.lossWith)).toBeLessThan(1e-9);
  });
});

/** What a dozen steps may round: fractions of the value, and below the normal doubles whole steps of 5e-324. */
const roundingOf = (value: number) => 1e-14 * value + 1e-322;

describe('cumulativeLoss', () => {
  it('is 0 up to day 0, p from day T on, and increases between', () => {
    fc.assert(
      fc.property(
        processes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (process, a, b) => {
          const [early, late] = [Math.min(a, b) * process.withinDays, Math.max(a, b) * process.withinDays];
          expect(cumulativeLoss(process, 0)).toBe(0);
          expect(cumulativeLoss(process, -1)).toBe(0);
          expect(cumulativeLoss(process, process.withinDays)).toBe(process.probability);
          const later = cumulativeLoss(process, late);
          expect(cumulativeLoss(process, early)).toBeLessThanOrEqual(later + roundingOf(later));
        },
      ),
    );
  });

  it('jumps to 1 right after day 0 when the loss is certain, without a NaN on any day', () => {
    const certain = { probability: 1, withinDays: 30, shape: 400 };
    expect([0, 1e-300, 1, 30].map((day) => cumulativeLoss(certain, day))).toEqual([0, 1, 1, 1]);
  });

  it('keeps relative precision for a tiny probability', () => {
    const f = cumulativeLoss({ probability: 1e-15, withinDays: 100, shape: 1 }, 25);
    expect(relativeError(f, 0.25e-15)).toBeLessThan(1e-12);
  });
});

describe('lossProbability', () => {
  it('is p without touches and with touches at or after day T', () => {
    fc.assert(
      fc.property(processes, (process) => {
        const late = [{ day: process.withinDays, averts: 1 }];
        expect(lossProbability(process, [])).toBe(process.probability);
        expect(lossProbability(process, late)).toBe(process.probability);
      }),
    );
  });

  it('is the closed form p - ρ·(p - F(t)) for one touch', () => {
    fc.assert(
      fc.property(processes, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(400), (process, averts, day) => {
        const p = process.probability;
        const closed = p - averts * (p - cumulativeLoss(process, day));
        expect(Math.abs(lossProbability(process, [{ day, averts }]) - closed)).toBeLessThan(1e-15 + 1e-14 * p);
      }),
    );
  });

  it('does not depend on the order of the touches, to the last bit', () => {
    fc.assert(
      fc.property(
        processes,
        touchesArbitrary.chain((touches) =>
          fc.tuple(fc.constant(touches), fc.shuffledSubarray(touches, { minLength: touches.length })),
        ),
        (process, [touches, shuffled]) => {
          expect(lossProbability(process, shuffled)).toBe(lossProbability(process, touches));
        },
      ),
    );
  });

  it('does not depend on the order of touches at one instant either, where products round differently', () => {
    const process = { probability: 0.37, withinDays: 90, shape: 1.3 };
    const chances = Array.from({ length: 7 }, (_, i) => 0.1 + i / 11);
    const values = chances.map((_, i) => {
      const rotated = [...chances.slice(i), ...chances.slice(0, i)];
      return lossProbability(
        process,
        rotated.map((averts) => ({ day: 4, averts })),
      );
    });
    expect(new Set(values).size).toBe(1);
  });

  it('falls with one more touch, a higher ρ or an earlier day, and stays in [0, p]', () => {
    fc.assert(
      fc.property(
        processes,
        touchesArbitrary,
        fc.nat(300),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (process, others, day, averts) => {
          const slack = roundingOf(process.probability);
          const base = lossProbability(process, others);
          const one = lossProbability(process, [...others, { day, averts }]);
          const stronger = lossProbability(process, [...others, { day, averts: (1 + averts) / 2 }]);
          const earlier = lossProbability(process, [...others, { day: day / 2, averts }]);
          expect(base).toBeLessThanOrEqual(process.probability);
          expect(one).toBeLessThanOrEqual(base + slack);
          expect(stronger).toBeLessThanOrEqual(one + slack);
          expect(earlier).toBeLessThanOrEqual(one + slack);
          expect(stronger).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('agrees with the integral ∫ Π (1 - ρ) dF taken numerically', () => {
    fc.assert(
      fc.property(
        fc.record({
          probability: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
          withinDays: fc.constant(60),
          shape: fc.double({ min: 0.8, max: 4, noNaN: true }),
        }),
        touchesArbitrary,
        (process, touches) => {
          expect(Math.abs(lossProbability(process, touches) - integrated(process, touches))).toBeLessThan(2e-3);
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** Riemann sum over 20,000 steps of the density, written from the model page and not from the code under test. */
function integrated({ probability, withinDays, shape }: LossProcess, touches: readonly Touch[]): number {
  const steps = 20_000;
  const scale = -Math.log(1 - probability);
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const u = (i + 0.5) / steps;
    const density = ((scale * shape * u ** (shape - 1)) / steps) * Math.exp(-scale * u ** shape);
    sum += touches.reduce(
      (thinned, touch) => (touch.day <= u * withinDays ? thinned * (1 - touch.averts) : thinned),
      density,
    );
  }
  return sum;
}
