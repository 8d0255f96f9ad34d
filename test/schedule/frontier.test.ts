import { describe, expect, it } from 'vitest';
import { frontier } from '../../core/schedule/frontier.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';

describe('the frontier over confidence levels', () => {
  const family = FAMILIES.find(({ name }) => name === 'all-100')!;
  const input = { portfolio: familyBlock(family, 5, 0), policy: familyPolicy(family), digests };
  const points = frontier(input, { judgedAt: 0.95, seed: 1, scenarios: 2_000 });

  it('has the best average at 0, within the gap of the search', () => {
    const [neutral, ...others] = points;
    for (const point of others) expect(neutral!.expectedLoss).toBeLessThanOrEqual(point.expectedLoss * 1.005);
  });

  it('has an EVaR at least as good near the level it is judged at as at 0, and CVaR below EVaR', () => {
    const judged = points.find(({ alpha }) => alpha === 0.95)!;
    expect(judged.evar).toBeLessThanOrEqual(points[0]!.evar * 1.002);
    for (const { cvar, evar } of points) expect(cvar).toBeLessThanOrEqual(evar);
  });
});
