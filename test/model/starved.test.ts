import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStarved } from '../../core/model/starved.ts';

const rule = { starvationRuns: 3, starvationDays: 15 };
const asOf = '2026-11-23T06:00:00Z';

describe('an account passed over', () => {
  it('is starved after so many runs where nobody says since when', () => {
    expect(isStarved({ passedOver: 2 }, rule, asOf)).toBe(false);
    expect(isStarved({ passedOver: 3 }, rule, asOf)).toBe(true);
  });

  it.each([
    ['2026-11-02', 3, true],
    ['2026-11-03', 40, false],
    ['2026-10-01', 2, false],
    ['2026-12-24', 5, false],
  ])('since %s, %d times: starved is %s', (passedOverSince, passedOver, starved) => {
    expect(isStarved({ passedOver, passedOverSince }, rule, asOf)).toBe(starved);
  });

  it('counts Mondays to Fridays, the day of asOf left out', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 400 }), fc.integer({ min: 0, max: 30 }), (back, days) => {
        const at = Date.parse('2026-11-23') - back * 86_400_000;
        let count = 0;
        for (let day = at; day < Date.parse('2026-11-23'); day += 86_400_000)
          if (![0, 6].includes(new Date(day).getUTCDay())) count++;
        const passedOverSince = new Date(at).toISOString().slice(0, 10);
        const starved = isStarved({ passedOver: 9, passedOverSince }, { ...rule, starvationDays: days }, asOf);
        expect(starved).toBe(count >= days);
      }),
    );
  });
});
