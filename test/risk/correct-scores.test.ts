import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Learned } from '../../core/model/learned.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { correctScores } from '../../core/risk/correct-scores.ts';
import { compose, fitRecalibration, recalibrated } from '../../core/risk/recalibration.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import { engagementBody, portfolioBody } from '../support/portfolio-builder.ts';

function scored(engagement: Record<string, unknown> = {}) {
  const scores = scorePortfolio(Portfolio.parse(portfolioBody({ engagements: [engagementBody(engagement)] })));
  if (scores.outcome !== 'scored') throw new Error('scored');
  return scores;
}

describe('correctScores', () => {
  it('changes nothing where nothing was learned', () => {
    expect(correctScores(scored(), Learned.parse({}))).toEqual(scored());
  });

  it('corrects kinds it has learned of, in whole fives of minutes, and no others', () => {
    const learned = Learned.parse({
      kinds: { 'save-call': { show: 0.5, effect: 2, minutes: 1.4 }, demo: { show: 0 } },
    });
    const [engagement] = correctScores(scored(), learned).portfolio.engagements;
    expect(engagement).toMatchObject({ show: 0.425, effect: 0.7, minutes: 65 });
    const [other] = correctScores(scored({ kind: 'constructor' }), learned).portfolio.engagements;
    expect(other).toMatchObject({ show: 0.85, effect: 0.35, minutes: 45 });
  });

  it('holds chances inside 1 and leaves promised meetings their length', () => {
    const learned = Learned.parse({ kinds: { 'save-call': { show: 3, effect: 9, minutes: 2 } } });
    const pinned = { pinned: { rep: 'R-1', start: '2026-11-24T10:00:00Z' } };
    const [engagement] = correctScores(scored(pinned), learned).portfolio.engagements;
    expect(engagement).toMatchObject({ show: 1, effect: 1, minutes: 45 });
  });

  it('recalibrates chances of loss, and the expected loss with them', () => {
    const { portfolio, expectedLoss } = correctScores(scored(), Learned.parse({ loss: { intercept: -1, slope: 1 } }));
    const odds = (0.23 / 0.77) * Math.exp(-1);
    expect(portfolio.accounts[0]?.loss?.probability).toBeCloseTo(odds / (1 + odds), 12);
    expect(expectedLoss).toBe(Math.round((1_200_000 * odds) / (1 + odds)));
  });
});

describe('recalibration', () => {
  const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const map = fc.record({
    intercept: fc.double({ min: -2, max: 2, noNaN: true }),
    slope: fc.double({ min: 0.2, max: 3, noNaN: true }),
  });

  it('keeps the order of accounts, and composes', () => {
    fc.assert(
      fc.property(map, map, chance, chance, (outer, inner, a, b) => {
        const once = recalibrated(inner, a);
        const apart = Math.abs(recalibrated(compose(outer, inner), a) - recalibrated(outer, once));
        // In between a chance is rounded, by which one near 1 loses digits of its distance to 1.
        expect(apart).toBeLessThan(1e-12 + (outer.slope * Number.EPSILON) / (1 - once));
        // To a last digit: neighbouring doubles can change places.
        if (a < b) expect(recalibrated(outer, a)).toBeLessThanOrEqual(recalibrated(outer, b) * (1 + 1e-15));
      }),
    );
  });

  it('leaves what is certain certain', () => {
    expect([0, 1].map((p) => recalibrated({ intercept: 3, slope: 2 }, p))).toEqual([0, 1]);
  });

  it('finds the share that was really lost, through what was averted', () => {
    const cases = Array.from(
      { length: 2_000 },
      (_, i) => ({ probability: 0.5, left: 0.5, lost: i % 10 === 0 ? 1 : 0 }) as const,
    );
    expect(recalibrated(fitRecalibration(cases), 0.5)).toBeCloseTo(0.2, 2);
  });

  it('stays near no change where next to nothing was seen', () => {
    const { intercept, slope } = fitRecalibration([{ probability: 0.3, left: 1, lost: 0 }]);
    expect(Math.abs(intercept)).toBeLessThan(1);
    expect(slope).toBeCloseTo(1, 0);
  });
});
