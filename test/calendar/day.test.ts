import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf, weekdayOf, yearOf } from '../../core/calendar/day.ts';

describe('dayOf', () => {
  it('agrees with Date for every date of the years 0000 to 9999, leap days among them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          expect(dayOf(iso)).toBe(Date.parse(iso) / 86_400_000);
          expect(dateOf(dayOf(iso))).toBe(iso);
          expect(yearOf(dayOf(iso))).toBe(date.getUTCFullYear());
          expect(weekdayOf(dayOf(iso))).toBe(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'][date.getUTCDay()]);
        },
      ),
    );
    expect(dayOf('2028-03-01') - dayOf('2028-02-28')).toBe(2);
    expect(dayOf('2100-03-01') - dayOf('2100-02-28')).toBe(1);
  });
});
