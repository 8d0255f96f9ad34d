import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiltedProbability } from '../../core/numeric/log-mix-exp.ts';
import { certaintyEquivalent } from '../../core/risk/certainty-equivalent.ts';
import { evar, evarAlone } from '../../core/risk/evar.ts';
import vectors from '../golden/risk-vectors.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

const account = fc.record({
  loss: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
  stake: fc.integer({ min: 0, max: 1_000_000 }),
});
const portfolios = fc.array(account, { maxLength: 8 });
const alphas = fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constantFrom(0, 1e-12, 0.5, 0.95, 0.999));

const columns = (accounts: readonly { loss: number; stake: number }[]) => ({
  losses: accounts.map((one) => one.loss),
  stakes: accounts.map((one) => one.stake),
});
/** Found by this test: near θ = 0 rounding makes the divergence of these negative. */
const NOISY_DIVERGENCE = [
  { loss: 0.9999999865732141, stake: 1 },
  { loss: 3.5e-323, stake: 8 },
  { loss: 6.191054685619352e-192, stake: 904795 },
  { loss: 5e-324, stake: 693991 },
];
/** Found by this test: what is left of a loss that is all but certain has few digits. */
const NEARLY_CERTAIN = [
  { loss: 0.99999999999999, stake: 2 },
  { loss: 4.473865331617862e-114, stake: 395517 },
];
/** Found by this test: θ was sought in steps so small that it was never reached. */
const SLOW = [
  { loss: 0.9999999999999967, stake: 3 },
  { loss: 3.4035590351989908e-146, stake: 859598 },
];
/** Found by this test: the first divergence of these is lost in rounding, and its slope, which is not, ended the search there. */
const LOST = [
  { loss: 5e-324, stake: 427_543 },
  { loss: 5e-324, stake: 289_989 },
  { loss: 0.9999999999999243, stake: 14 },
  { loss: 2.1736392014000149e-159, stake: 471_716 },
];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('evar', () => {
  it('agrees with the design to 1e-9 relative in the value and 1e-6 in θ', () => {
    const accounts = vectors.evar.accounts.map(({ loss, stake }) => ({ loss: Number(loss), stake }));
    const result = evar(columns(accounts), vectors.evar.alpha);
    expect(relativeError(result.evar, vectors.evar.evar)).toBeLessThan(1e-9);
    expect(relativeError(result.theta, vectors.evar.theta)).toBeLessThan(1e-6);
  });

  it('is at least CVaR, which is at least the mean, on every enumerated small portfolio', () => {
    fc.assert(
      fc.property(portfolios, alphas, (accounts, alpha) => {
        const value = evar(columns(accounts), alpha).evar;
        const cvar = enumeratedCvar(accounts, alpha);
        const mean = sum(accounts.map((one) => one.loss * one.stake));
        const slack = 1e-9 * (1 + mean);
        expect(value).toBeGreaterThanOrEqual(cvar - slack);
        expect(cvar).toBeGreaterThanOrEqual(mean - slack);
        expect(value).toBeLessThanOrEqual(sum(accounts.filter((one) => one.loss > 0).map((one) => one.stake)));
      }),
    );
  });

  it('is not above the objective at any θ of a fine grid, and attains its own θ', () => {
    fc.assert(
      fc.property(portfolios, fc.double({ min: 1e-6, max: 0.999, noNaN: true }), (accounts, alpha) => {
        const { evar: value, theta } = evar(columns(accounts), alpha);
        const at = (x: number) =>
          sum(accounts.map((one) => certaintyEquivalent(x, one.loss, one.stake))) - Math.log1p(-alpha) / x;
        for (let exponent = -14; exponent <= 3; exponent += 0.02) {
          expect(value).toBeLessThanOrEqual(at(10 ** exponent) * (1 + 1e-12));
        }
        if (theta > 0) expect(value).toBeLessThanOrEqual(at(theta) * (1 + 1e-14));
      }),
      { numRuns: 40, examples: [[NOISY_DIVERGENCE, 1e-6]] },
    );
  });

  it('increases in α', () => {
    fc.assert(
      fc.property(portfolios, alphas, alphas, (accounts, a, b) => {
        const low = evar(columns(accounts), Math.min(a, b)).evar;
        expect(evar(columns(accounts), Math.max(a, b)).evar).toBeGreaterThanOrEqual(low * (1 - 1e-12));
      }),
    );
  });

  it('scales with the stakes, and θ against them', () => {
    fc.assert(
      fc.property(portfolios, alphas, fc.integer({ min: 2, max: 1_000_000 }), (accounts, alpha, factor) => {
        const one = evar(columns(accounts), alpha);
        const scaled = evar(columns(accounts.map(({ loss, stake }) => ({ loss, stake: stake * factor }))), alpha);
        // A divergence as small as α = 1e-12 asks for has four digits left: the value is as exact as the design asks, θ is not.
        const lost = alpha > 0 && alpha < 1e-9;
        expect(relativeError(scaled.evar, one.evar * factor)).toBeLessThan(lost ? 1e-9 : 1e-11);
        if (!lost) expect(relativeError(scaled.theta * factor, one.theta)).toBeLessThan(1e-5);
      }),
      {
        examples: [
          [SLOW, 0.999, 392_985],
          [NEARLY_CERTAIN, 1e-12, 2],
          [LOST, 0.95, 2],
        ],
      },
    );
  });

  it('by itself is the same to twelve digits, with θ looked for to six', () => {
    fc.assert(
      fc.property(portfolios, alphas, (accounts, alpha) => {
        // Where θ itself has few digits, so has the value.
        const digits = alpha > 0 && alpha < 1e-9 ? 1e-9 : 1e-12;
        const exact = evar(columns(accounts), alpha).evar;
        expect(relativeError(evarAlone(columns(accounts), alpha), exact)).toBeLessThan(digits);
      }),
      {
        numRuns: 1_000,
        examples: [
          [NOISY_DIVERGENCE, 1e-6],
          [SLOW, 0.999],
          [NEARLY_CERTAIN, 1e-12],
          [LOST, 0.95],
        ],
      },
    );
  });

  it('adds a certain loss without touching θ', () => {
    const accounts = [
      { loss: 0.2, stake: 1000 },
      { loss: 0.1, stake: 5000 },
    ];
    const plain = evar(columns(accounts), 0.95);
    const shifted = evar(columns([...accounts, { loss: 1, stake: 700 }]), 0.95);
    expect(shifted.theta).toBe(plain.theta);
    expect(shifted.evar).toBeCloseTo(plain.evar + 700, 9);
  });

  it('is the expected loss with θ 0 at α = 0, and at an α lost in rounding', () => {
    expect(evar({ losses: [0.5, 0.25], stakes: [100, 1000] }, 5e-324)).toEqual({ evar: 300, theta: 0 });
    expect(evar({ losses: [0.5, 0.25], stakes: [100, 1000] }, 0)).toEqual({ evar: 300, theta: 0 });
  });

  it('is 0 with θ 0 for no accounts and where nothing can be lost', () => {
    expect(evar({ losses: [], stakes: [] }, 0.95)).toEqual({ evar: 0, theta: 0 });
    expect(evar({ losses: [0, 0.5], stakes: [1000, 0] }, 0.95)).toEqual({ evar: 0, theta: 0 });
  });

  it('is the whole stake with a finite θ where losing all is likelier than 1 - α', () => {
    const result = evar({ losses: [0.8, 0.9], stakes: [1000, 50] }, 0.95);
    expect(result.evar).toBeCloseTo(1050, 9);
    expect(tiltedProbability(0.9, result.theta * 50)).toBe(1);
    expect(result.theta).toBeLessThan(1);
  });

  it('copes with stakes twelve orders of magnitude apart', () => {
    const { evar: value, theta } = evar({ losses: [1e-6, 0.3, 0.9999999], stakes: [1e12, 1, 7] }, 0.95);
    expect(value).toBeGreaterThan(1e6);
    expect(theta).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(1e12 + 8);
  });

  it('throws for α outside [0, 1)', () => {
    expect(() => evar({ losses: [], stakes: [] }, 1)).toThrow(/received 1$/);
    expect(() => evar({ losses: [], stakes: [] }, Number.NaN)).toThrow(RangeError);
  });
});

/** CVaR over the 2^n outcomes of n accounts, by sorting them. */
function enumeratedCvar(accounts: readonly { loss: number; stake: number }[], alpha: number): number {
  let outcomes = [{ total: 0, weight: 1 }];
  for (const { loss, stake } of accounts) {
    outcomes = outcomes.flatMap(({ total, weight }) => [
      { total, weight: weight * (1 - loss) },
      { total: total + stake, weight: weight * loss },
    ]);
  }
  let left = 1 - alpha;
  let weighted = 0;
  for (const { total, weight } of outcomes.sort((a, b) => b.total - a.total)) {
    const used = Math.min(left, weight);
    weighted += used * total;
    left -= used;
  }
  return weighted / (1 - alpha);
}
