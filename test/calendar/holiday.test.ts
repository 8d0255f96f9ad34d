import { describe, expect, it } from 'vitest';
import { dateOf } from '../../core/calendar/day.ts';
import { easterSunday, holidaysOf } from '../../core/calendar/holiday.ts';
import { packs } from '../../core/calendar/packs.ts';

describe('easterSunday', () => {
  // The earliest, the latest, and the years round today as printed in almanacs.
  it.each([
    '1818-03-22',
    '1943-04-25',
    '2000-04-23',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2038-04-25',
  ])('falls on %s', (date) => {
    expect(dateOf(easterSunday(Number(date.slice(0, 4))))).toBe(date);
  });
});

describe('holidaysOf', () => {
  const datesOf = (jurisdiction: string, year: number): string[] => {
    const rules = packs.find((pack) => pack.jurisdiction === jurisdiction)?.rules.holidays?.value ?? [];
    return [
      ...holidaysOf(
        rules.map(({ on }) => on),
        year,
      ),
    ]
      .sort((a, b) => a - b)
      .map(dateOf);
  };

  it('lists the eleven French public holidays of 2026', () => {
    expect(datesOf('FR', 2026)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
  });

  it('adds the Monday for Boxing Day when it falls on a Saturday, in Australia in 2026', () => {
    expect(datesOf('AU', 2026)).toEqual([
      '2026-01-01',
      '2026-01-26',
      '2026-04-03',
      '2026-04-06',
      '2026-04-25',
      '2026-12-25',
      '2026-12-26',
      '2026-12-28',
    ]);
  });

  it('adds Monday and Tuesday when Christmas falls on a Saturday', () => {
    expect(datesOf('AU', 2027).slice(-4)).toEqual(['2027-12-25', '2027-12-26', '2027-12-27', '2027-12-28']);
  });

  it('passes over Boxing Day when Christmas falls on a Sunday', () => {
    expect(datesOf('AU', 2022).slice(-3)).toEqual(['2022-12-25', '2022-12-26', '2022-12-27']);
  });

  it('lets Anzac Day have no substitute', () => {
    expect(datesOf('AU', 2027)).toContain('2027-04-25');
    expect(datesOf('AU', 2027)).not.toContain('2027-04-26');
  });
});
