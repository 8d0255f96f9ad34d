import { describe, expect, it } from 'vitest';
import { believedEffect, forecastLoss } from '../../core/simulate/world/forecast.ts';
import type { ForecastErrors } from '../../core/simulate/world/scenario.ts';
import { World } from '../../core/simulate/world/world.ts';
import { SMALL } from './small-world.ts';

const NO_ERRORS = SMALL.forecast;

/** Forecasts of all customers of the first morning, or as if they stood where they do on a later day. */
function forecasts(errors: Partial<ForecastErrors>, day = 0): readonly number[] {
  const world = new World({ ...SMALL, forecast: { ...NO_ERRORS, ...errors } }, 1);
  return world.initialState().accounts.map((account, slot) => {
    const moved = { ...account, periodStart: account.periodStart + day };
    return forecastLoss(world, world.account(slot, 0), moved, day).probability;
  });
}
const logOdds = (p: number) => Math.log(p / (1 - p));

describe('forecasts that are wrong on purpose', () => {
  const truth = forecasts({});

  it('are the truth where nothing is wrong, and lie inside (0, 1)', () => {
    expect(forecasts({})).toEqual(truth);
    for (const p of truth) expect(p > 0 && p < 1).toBe(true);
  });

  it('are off by the bias in log-odds', () => {
    forecasts({ bias: 0.8 }).forEach((p, slot) => {
      if (truth[slot]! > 0.001) expect(logOdds(p) - logOdds(truth[slot]!)).toBeCloseTo(0.8, 6);
    });
  });

  it('drift away by the year', () => {
    const [now, later] = [forecasts({ drift: 1.2 }), forecasts({ drift: 1.2 }, 365)];
    now.forEach((p, slot) => {
      expect(logOdds(later[slot]!) - logOdds(p)).toBeCloseTo(1.2, 2);
    });
  });

  it('are the base rate where the CRM knows nothing, for about the share it knows nothing of', () => {
    const unknown = forecasts({ missing: 0.5 }).filter((p) => p === 0.2).length;
    expect(unknown).toBeGreaterThan(4);
    expect(unknown).toBeLessThan(20);
  });

  it('are turned round where they are adversarial: who looks safest is in most danger', () => {
    const turned = forecasts({ adversarial: 1 });
    const worst = truth.indexOf(Math.max(...truth));
    const safest = truth.indexOf(Math.min(...truth));
    expect(turned[safest]).toBe(Math.max(...turned));
    expect(turned[worst]).toBe(Math.min(...turned));
  });

  it('scatter with noise, the same way every time', () => {
    const noisy = forecasts({ noise: 0.8 });
    expect(forecasts({ noise: 0.8 })).toEqual(noisy);
    expect(noisy.filter((p, slot) => p > truth[slot]!).length).toBeGreaterThan(5);
    expect(noisy.filter((p, slot) => p < truth[slot]!).length).toBeGreaterThan(5);
    const world = new World({ ...SMALL, forecast: { ...NO_ERRORS, noise: 0.8 } }, 1);
    expect(believedEffect(world, 'E-1', 0.3)).not.toBe(0.3);
  });
});

describe('a forecast of the remaining time', () => {
  it('falls with what was talked about, and is right at the middle of the time as well', () => {
    const world = new World(SMALL, 3);
    const [account] = world.initialState().accounts;
    const truth = world.account(0, 0);
    const day = 5;
    const loss = forecastLoss(world, truth, account!, day);
    expect(forecastLoss(world, truth, { ...account!, averted: 0.5 }, day).probability).toBeCloseTo(
      loss.probability / 2,
      12,
    );
    const elapsed = day - account!.periodStart;
    const hazard = (at: number) => -Math.log1p(-truth.probability) * (at / truth.periodDays) ** truth.shape;
    const middle = elapsed + (truth.periodDays - elapsed) / 2;
    const exact = -Math.expm1(hazard(elapsed) - hazard(middle));
    const seen = -Math.expm1(Math.log1p(-loss.probability) * 0.5 ** loss.shape);
    expect(seen).toBeCloseTo(exact, 9);
  });
});
