import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evar } from '../../core/risk/evar.ts';
import { cumulativeLoss } from '../../core/risk/loss-process.ts';
import { marketEvar, marketMean, underHazard } from '../../core/risk/market-evar.ts';

interface Market {
  readonly stakes: readonly number[];
  readonly states: readonly { readonly weight: number; readonly losses: readonly number[] }[];
}

const markets: fc.Arbitrary<Market> = fc.integer({ min: 1, max: 5 }).chain((accounts) =>
  fc.record({
    stakes: fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: accounts, maxLength: accounts }),
    states: fc.array(
      fc.record({
        weight: fc.double({ min: 0.05, max: 1, noNaN: true }),
        losses: fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
          minLength: accounts,
          maxLength: accounts,
        }),
      }),
      { minLength: 2, maxLength: 3 },
    ),
  }),
);
const levels = fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99);

/** Every outcome there is with its chance, over all states. */
function outcomes({ stakes, states }: Market): readonly { readonly loss: number; readonly chance: number }[] {
  const total = states.reduce((sum, { weight }) => sum + weight, 0);
  return states.flatMap(({ weight, losses }) =>
    Array.from({ length: 2 ** stakes.length }, (_, bits) => {
      const lost = stakes.map((_stake, i) => (bits >> i) % 2 === 1);
      return {
        loss: stakes.reduce((sum, stake, i) => sum + (lost[i] ? stake : 0), 0),
        chance: losses.reduce((chance, loss, i) => chance * (lost[i] ? loss : 1 - loss), weight / total),
      };
    }),
  );
}

/** The formula at one θ, by adding up all outcomes. */
function boundAt(market: Market, alpha: number, theta: number): number {
  const most = market.stakes.reduce((sum, each) => sum + each, 0);
  const mean = outcomes(market).reduce((sum, { loss, chance }) => sum + chance * Math.exp(theta * (loss - most)), 0);
  return most + (Math.log(mean) - Math.log(1 - alpha)) / theta;
}

/** Mean of the worst 1 − α of all outcomes. */
function conditional(market: Market, alpha: number): number {
  let left = 1 - alpha;
  let sum = 0;
  for (const { loss, chance } of [...outcomes(market)].sort((a, b) => b.loss - a.loss)) {
    const part = Math.min(left, chance);
    sum += part * loss;
    left -= part;
  }
  return sum / (1 - alpha);
}

const given = ({ stakes, states }: Market) => states.map((state) => ({ ...state, stakes }));

describe('EVaR over states of the market', () => {
  it('is the formula at its θ, and no θ gives less', () => {
    fc.assert(
      fc.property(markets, levels, (market, alpha) => {
        const { evar: value, theta } = marketEvar(given(market), alpha);
        const stake = market.stakes.reduce((sum, each) => sum + each, 0);
        if (value < stake) expect(value).toBeCloseTo(boundAt(market, alpha, theta), 4);
        for (const factor of [0.3, 0.7, 0.9, 1.1, 1.5, 4])
          expect(value).toBeLessThanOrEqual(boundAt(market, alpha, theta * factor) + 1e-6 * stake);
      }),
      { numRuns: 200 },
    );
  });

  it('is at least the mean of the worst futures, and at most all that can be lost', () => {
    fc.assert(
      fc.property(markets, levels, (market, alpha) => {
        const { evar: value } = marketEvar(given(market), alpha);
        expect(value).toBeGreaterThanOrEqual(conditional(market, alpha) - 1e-6);
        expect(value).toBeLessThanOrEqual(market.stakes.reduce((sum, each) => sum + each, 0) + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('of one state, or of several alike, is that of independent accounts', () => {
    const losses = [0.2, 0.5, 0.1];
    const stakes = [1_000, 300, 5_000];
    const alone = evar({ losses, stakes }, 0.9);
    expect(marketEvar([{ weight: 3, losses, stakes }], 0.9)).toEqual(alone);
    const twice = marketEvar(
      [
        { weight: 3, losses, stakes },
        { weight: 1, losses, stakes },
      ],
      0.9,
    );
    expect(twice.evar).toBeCloseTo(alone.evar, 6);
    expect(twice.theta).toBeCloseTo(alone.theta, 9);
  });

  it('is higher for a shock that all share than for the same average without one', () => {
    const stakes = Array.from({ length: 200 }, () => 1_000);
    const at = (chance: number, weight: number) => ({ weight, stakes, losses: stakes.map(() => chance) });
    const shared = [at(0.05, 0.8), at(0.3, 0.2)];
    const apart = [at(0.1, 1)];
    expect(marketMean(shared)).toBeCloseTo(marketMean(apart), 6);
    expect(marketEvar(shared, 0.95).evar).toBeGreaterThan(1.5 * marketEvar(apart, 0.95).evar);
  });

  it('is the mean at level 0 and where nothing is in doubt', () => {
    const states = [
      { weight: 1, stakes: [100, 50], losses: [1, 0.2] },
      { weight: 3, stakes: [100, 50], losses: [1, 0.6] },
    ];
    expect(marketEvar(states, 0)).toEqual({ evar: 125, theta: 0 });
    const sure = states.map((state) => ({ ...state, losses: [1, 0] }));
    expect(marketEvar(sure, 0.95)).toEqual({ evar: 100, theta: 0 });
    expect(() => marketEvar(states, 1)).toThrow(RangeError);
  });
});

describe('hazards so many times as high', () => {
  it('multiply what is left of the cumulative hazard, at every day', () => {
    const process = { probability: 0.4, withinDays: 50, shape: 1.7 };
    for (const multiplier of [0.5, 1, 3]) {
      const shocked = { ...process, probability: underHazard(process.probability, multiplier) };
      for (const day of [1, 10, 49]) {
        const survives = 1 - cumulativeLoss(process, day);
        expect(1 - cumulativeLoss(shocked, day)).toBeCloseTo(survives ** multiplier, 12);
      }
    }
    expect(underHazard(1, 2)).toBe(1);
    expect(underHazard(0, 2)).toBe(0);
    expect(underHazard(1, 0)).toBe(0);
  });
});
