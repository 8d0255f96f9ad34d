import { describe, expect, it } from 'vitest';
import { learn } from '../../core/risk/learn.ts';
import { LEARNED } from './learning-world.ts';
import { CLAIMED, livedWorld, morningAfter, together } from './lived-world.ts';

const DAYS = 364;
const worlds = Array.from({ length: 10 }, (_, index) => livedWorld(index + 1, DAYS, 0.8));
const report = learn({ ...together(worlds), learned: LEARNED, now: morningAfter(DAYS), since: null, minimum: 200 });
const held = (low: number, truth: number, high: number) => (low <= truth && truth <= high ? 1 : 0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('learning from the simulated world of the suites', () => {
  it('recovers how often customers show up within the stated intervals, and sees the claim as drift', () => {
    expect(report.shows).toHaveLength(4);
    for (const { kind, low, high, value, forecast } of report.shows) {
      const truth = mean(worlds.flatMap(({ shows }) => shows.get(kind) ?? []));
      expect([kind, held(low, truth, high)]).toEqual([kind, 1]);
      expect(high - low).toBeLessThan(0.05);
      expect(forecast - value).toBeGreaterThan(0.05);
    }
    expect(report.drift.noShows).toMatchObject({ verdict: 'drift', direction: 'more' });
  });

  it('recovers how much longer talks take than planned', () => {
    // Geometric mean of a uniform share from 0.8 to 1.4.
    const truth = Math.exp((1.4 * Math.log(1.4) - 0.8 * Math.log(0.8)) / 0.6 - 1);
    expect(report.durations).toHaveLength(4);
    const inside = report.durations.map(({ low, high }) => held(low, truth, high));
    // Four intervals of 95 %: one may miss by chance.
    expect(sum(inside)).toBeGreaterThanOrEqual(3);
    for (const { value } of report.durations) expect(Math.abs(value / truth - 1)).toBeLessThan(0.02);
  });

  it('recovers the share of the claimed effects that is real, wide as the intervals are', () => {
    expect(report.responsiveness.length).toBeGreaterThanOrEqual(3);
    for (const { low, high } of report.responsiveness) expect(held(low, 1 / CLAIMED.effectOverTruth, high)).toBe(1);
  });

  it('brings the calibration error of forecasts that are too high below 0.03, and knows it for sure', () => {
    expect(report.calibration?.error).toBeGreaterThan(0.03);
    expect(report.recalibration?.figures.error).toBeLessThan(0.03);
    expect(report.recalibration?.brierGain.low).toBeGreaterThan(0);
    expect(report.recalibration?.intercept).toBeLessThan(-0.3);
    expect(report.drift.losses).toMatchObject({ verdict: 'drift', direction: 'less' });
  });
});

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
