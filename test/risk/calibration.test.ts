import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaUnderCurve,
  brierScore,
  expectedCalibrationError,
  type Forecast,
  reliabilityCurve,
} from '../../core/risk/calibration.ts';

const observations = fc.array(
  fc.record({ p: fc.integer({ min: 0, max: 8 }).map((eighth) => eighth / 8), y: fc.integer({ min: 0, max: 1 }) }),
  { minLength: 1, maxLength: 60 },
);
const forecastOf = (rows: readonly { p: number; y: number }[]): Forecast => ({
  probabilities: rows.map((row) => row.p),
  labels: rows.map((row) => row.y),
});

describe('areaUnderCurve', () => {
  it('is 1 for a perfect order, 0 for a reversed one, one half for equal forecasts', () => {
    const labels = [0, 0, 1, 1];
    expect(areaUnderCurve({ probabilities: [0.1, 0.2, 0.3, 0.4], labels })).toBe(1);
    expect(areaUnderCurve({ probabilities: [0.4, 0.3, 0.2, 0.1], labels })).toBe(0);
    expect(areaUnderCurve({ probabilities: [0.5, 0.5, 0.5, 0.5], labels })).toBe(0.5);
  });

  it('is the share of rightly ordered pairs, ties half, counted one by one', () => {
    fc.assert(
      fc.property(observations, (rows) => {
        const [lost, kept] = [rows.filter((row) => row.y === 1), rows.filter((row) => row.y === 0)];
        fc.pre(lost.length > 0 && kept.length > 0);
        let right = 0;
        for (const a of lost) for (const b of kept) right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0;
        expect(areaUnderCurve(forecastOf(rows))).toBeCloseTo(right / (lost.length * kept.length), 12);
      }),
    );
  });

  it('is NaN where only one outcome occurs', () => {
    expect(areaUnderCurve({ probabilities: [0.2, 0.4], labels: [1, 1] })).toBeNaN();
  });
});

describe('brierScore', () => {
  it('is the mean squared miss', () => {
    expect(brierScore({ probabilities: [1, 0.5], labels: [1, 0] })).toBe(0.125);
  });
});

describe('reliabilityCurve', () => {
  it('cuts equal masses in the order of the forecasts', () => {
    const forecast = { probabilities: [0.9, 0.1, 0.8, 0.2], labels: [1, 0, 0, 0] };
    expect(reliabilityCurve(forecast, 2)).toEqual([
      { forecast: expect.closeTo(0.15, 12), observed: 0, count: 2 },
      { forecast: expect.closeTo(0.85, 12), observed: 0.5, count: 2 },
    ]);
  });

  it('keeps every observation and every event, in bins whose sizes differ by at most one', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 1, max: 12 }), (rows, bins) => {
        const points = reliabilityCurve(forecastOf(rows), bins);
        const counts = points.map((point) => point.count);
        const events = points.reduce((sum, point) => sum + point.observed * point.count, 0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        expect(events).toBeCloseTo(rows.filter((row) => row.y === 1).length, 9);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not depend on the order of observations with equal forecasts', () => {
    fc.assert(
      fc.property(observations, (rows) => {
        expect(reliabilityCurve(forecastOf(rows.toReversed()), 4)).toEqual(reliabilityCurve(forecastOf(rows), 4));
      }),
    );
  });
});

describe('expectedCalibrationError', () => {
  it('is 0 where each bin observes what it forecast and the mean gap otherwise', () => {
    const probabilities = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75];
    expect(expectedCalibrationError({ probabilities, labels: [1, 0, 0, 0, 1, 1, 1, 0] }, 2)).toBe(0);
    expect(expectedCalibrationError({ probabilities, labels: [0, 0, 0, 0, 1, 1, 1, 1] }, 2)).toBe(0.25);
  });
});
