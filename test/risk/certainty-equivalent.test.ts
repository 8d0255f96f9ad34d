import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certaintyEquivalent } from '../../core/risk/certainty-equivalent.ts';
import vectors from '../golden/risk-vectors.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
/** Chances whose mixtures keep their digits: half of 5e-324 is 0, and a loss that can be is none then. */
const normal = chance.filter((q) => q === 0 || q >= 1e-290);
const stakes = fc.integer({ min: 0, max: 1e12 });
const thetas = fc.oneof(
  fc.double({ min: -14, max: 2, noNaN: true }).map((exponent) => 10 ** exponent),
  fc.constantFrom(0, Number.MIN_VALUE, 1e-300, 1e300, Number.MAX_VALUE),
);

describe('certaintyEquivalent', () => {
  it.each(vectors.cases)('agrees to 1e-9 relative with the design at p $p, stake $stake, θ $theta', (vector) => {
    const theta = Number(vector.theta);
    expect(relativeError(certaintyEquivalent(theta, vector.lossWithout, vector.stake), vector.ceWithout)).toBeLessThan(
      1e-9,
    );
    expect(relativeError(certaintyEquivalent(theta, vector.lossWith, vector.stake), vector.ceWith)).toBeLessThan(1e-9);
  });

  it('is q·V at θ = 0, 0 for no chance or no stake, V for certainty', () => {
    fc.assert(
      fc.property(thetas, chance, stakes, (theta, q, stake) => {
        expect(certaintyEquivalent(0, q, stake)).toBe(q * stake);
        expect(certaintyEquivalent(theta, 0, stake)).toBe(0);
        expect(certaintyEquivalent(theta, q, 0)).toBe(0);
        expect(certaintyEquivalent(theta, 1, stake)).toBe(stake);
      }),
    );
  });

  it('lies between q·V and V for every θ up to the largest double', () => {
    fc.assert(
      fc.property(thetas, chance, stakes, (theta, q, stake) => {
        const value = certaintyEquivalent(theta, q, stake);
        expect(value).toBeGreaterThanOrEqual(q * stake);
        expect(value).toBeLessThanOrEqual(stake);
      }),
    );
  });

  it('is V, neither NaN nor infinite, for θV beyond 1e308', () => {
    expect(certaintyEquivalent(Number.MAX_VALUE, 1e-300, 1e12)).toBe(1e12);
    expect(certaintyEquivalent(Number.POSITIVE_INFINITY, 0.5, 1e12)).toBe(1e12);
  });

  it('increases in θ, in q and in V', () => {
    fc.assert(
      fc.property(thetas, thetas, chance, chance, stakes, stakes, (t1, t2, q1, q2, v1, v2) => {
        const [theta, moreTheta] = [Math.min(t1, t2), Math.max(t1, t2)];
        const [q, moreQ] = [Math.min(q1, q2), Math.max(q1, q2)];
        const [stake, moreStake] = [Math.min(v1, v2), Math.max(v1, v2)];
        const value = certaintyEquivalent(theta, q, stake) * (1 - 1e-12);
        expect(certaintyEquivalent(moreTheta, q, stake)).toBeGreaterThanOrEqual(value);
        expect(certaintyEquivalent(theta, moreQ, stake)).toBeGreaterThanOrEqual(value);
        expect(certaintyEquivalent(theta, q, moreStake)).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it('is concave in q: the same drop is worth most where the chance is lowest', () => {
    fc.assert(
      fc.property(thetas, normal, normal, chance, stakes, (theta, a, b, weight, stake) => {
        const mixed = certaintyEquivalent(theta, weight * a + (1 - weight) * b, stake);
        const chord =
          weight * certaintyEquivalent(theta, a, stake) + (1 - weight) * certaintyEquivalent(theta, b, stake);
        expect(mixed).toBeGreaterThanOrEqual(chord - 1e-12 * stake);
      }),
    );
  });

  it('adds up over independent accounts: ce of the joint distribution of two is the sum of their ce', () => {
    const size = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        chance,
        chance,
        size,
        size,
        (theta, q1, q2, v1, v2) => {
          const moment =
            (1 - q1) * (1 - q2) +
            q1 * (1 - q2) * Math.exp(theta * v1) +
            (1 - q1) * q2 * Math.exp(theta * v2) +
            q1 * q2 * Math.exp(theta * (v1 + v2));
          const sum = certaintyEquivalent(theta, q1, v1) + certaintyEquivalent(theta, q2, v2);
          expect(Math.abs(sum - Math.log(moment) / theta)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('is continuous where it changes its form, at θV of 1e-8 and 700', () => {
    for (const x of [1e-8, 700]) {
      for (const q of [1e-12, 0.3, 0.999999]) {
        const [below, above] = [x * (1 - 1e-13), x * (1 + 1e-13)].map((product) =>
          certaintyEquivalent(product / 1e6, q, 1e6),
        );
        expect(relativeError(above!, below!)).toBeLessThan(3e-13);
      }
    }
  });
});
