import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../../core/calendar/day.ts';
import { epochMinutes, instantOf } from '../../core/calendar/minute.ts';
import { dayStart, localDay, offsetAt, wallMinute } from '../../core/calendar/zone.ts';

const zones = Intl.supportedValuesOf('timeZone');
const anyDay = fc.integer({ min: dayOf('1973-01-01'), max: dayOf('2060-12-31') });
/** Days on which some zones change, so that gaps and folds are met often. */
const busyDay = fc
  .constantFrom(
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-10-04',
    '2026-10-25',
    '2026-11-01',
    '2024-04-26',
    '2017-10-15',
  )
  .map(dayOf);

const wallAt = (zone: string, date: string, time: string): string =>
  instantOf(wallMinute(zone, dayOf(date), Number(time.slice(0, 2)) * 60 + Number(time.slice(3))));

describe('zone', () => {
  it('agrees with Temporal on offsets, local dates and compatible wall times of all zones', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.oneof(anyDay, busyDay),
        fc.integer({ min: 0, max: 1439 }),
        (zone, day, minute) => {
          const date = Temporal.PlainDate.from(dateOf(day));
          const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
          const expected = date.toZonedDateTime({ timeZone: zone, plainTime: time });
          const at = expected.epochMilliseconds / 60_000;
          expect(wallMinute(zone, day, minute)).toBe(at);
          expect(offsetAt(zone, at)).toBe(expected.offsetNanoseconds / 60e9);
          expect(dateOf(localDay(zone, at))).toBe(expected.toPlainDate().toString());
          expect(dayStart(zone, day)).toBe(date.toZonedDateTime(zone).epochMilliseconds / 60_000);
        },
      ),
      { numRuns: 2_000, seed: 11 },
    );
  });

  it('moves a wall time in a gap forward and takes the earlier of a fold', () => {
    expect(wallAt('Europe/Berlin', '2026-03-29', '02:30')).toBe('2026-03-29T01:30:00Z');
    expect(wallAt('Europe/Berlin', '2026-10-25', '02:30')).toBe('2026-10-25T00:30:00Z');
    expect(wallAt('Australia/Lord_Howe', '2026-10-04', '02:15')).toBe('2026-10-03T15:45:00Z');
  });

  it('knows zones with offsets of 30 and 45 minutes', () => {
    expect(wallAt('Asia/Kolkata', '2026-11-24', '09:00')).toBe('2026-11-24T03:30:00Z');
    expect(wallAt('Asia/Kathmandu', '2026-11-24', '09:00')).toBe('2026-11-24T03:15:00Z');
    expect(wallAt('Pacific/Chatham', '2026-11-24', '09:00')).toBe('2026-11-23T19:15:00Z');
  });

  it.each([
    ['America/Sao_Paulo', '2017-10-15', '2017-10-15T03:00:00Z'],
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z'],
    ['Asia/Beirut', '2024-03-31', '2024-03-30T22:00:00Z'],
  ])('starts the day at 01:00 where midnight does not exist: %s on %s', (zone, date, start) => {
    expect(instantOf(dayStart(zone, dayOf(date)))).toBe(start);
    expect(wallMinute(zone, dayOf(date), 60)).toBe(epochMinutes(start));
  });

  it('starts the day inside a gap that began the day before', () => {
    // Toronto sprang from 23:30 to 00:30 in 1919: the day began at 00:30, which is earlier than 00:00 moved forward.
    expect(instantOf(dayStart('America/Toronto', dayOf('1919-03-31')))).toBe('1919-03-31T04:30:00Z');
    expect(wallAt('America/Toronto', '1919-03-31', '00:00')).toBe('1919-03-31T05:00:00Z');
  });

  it('gives a day that a zone skipped no length', () => {
    expect(dayStart('Pacific/Apia', dayOf('2011-12-30'))).toBe(dayStart('Pacific/Apia', dayOf('2011-12-31')));
  });

  it('makes local days 23, 23.5, 24, 24.5 or 25 hours long', () => {
    const hours = (zone: string, date: string) => (dayStart(zone, dayOf(date) + 1) - dayStart(zone, dayOf(date))) / 60;
    expect(hours('Europe/Berlin', '2026-03-29')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-25')).toBe(25);
    expect(hours('Australia/Lord_Howe', '2026-10-04')).toBe(23.5);
    expect(hours('Australia/Lord_Howe', '2026-04-05')).toBe(24.5);
    expect(hours('Asia/Kolkata', '2028-02-29')).toBe(24);
  });
});
