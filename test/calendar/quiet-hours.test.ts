import { describe, expect, it } from 'vitest';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { packs } from '../../core/calendar/packs.ts';
import { quietHours } from '../../core/calendar/quiet-hours.ts';
import { account, EVERY_DAY, span } from './make.ts';

/** Is the minute before or from the instant inside the calling hours of the place? */
function open(jurisdiction: string, timeZone: string, instant: string, consumer = false): boolean {
  const at = epochMinutes(instant);
  const intervals = quietHours(
    account({ contact: { consumer } }),
    { timeZone, jurisdiction },
    { from: at - 1440, to: at + 1440 },
    packs,
  );
  return intervals.some(({ from, to }) => from <= at && at < to);
}

describe('quietHours', () => {
  // Each row: the first and the last minute allowed, and the minutes just outside. 2026-11-24 is a Tuesday.
  it.each([
    ['US', 'America/New_York', '2026-11-24T08:00-05:00', '2026-11-24T20:59-05:00'],
    ['US-TX', 'America/Chicago', '2026-11-29T08:00-06:00', '2026-11-29T20:59-06:00'],
    ['US-FL', 'America/New_York', '2026-11-24T08:00-05:00', '2026-11-24T19:59-05:00'],
    ['US-OK', 'America/Chicago', '2026-11-24T08:00-06:00', '2026-11-24T19:59-06:00'],
    ['US-WA', 'America/Los_Angeles', '2026-11-28T08:00-08:00', '2026-11-28T19:59-08:00'],
    ['CA', 'America/Toronto', '2026-11-24T09:00-05:00', '2026-11-24T21:29-05:00'],
    ['CA', 'America/Toronto', '2026-11-29T10:00-05:00', '2026-11-29T17:59-05:00'],
    ['AU', 'Australia/Sydney', '2026-11-24T09:00+11:00', '2026-11-24T19:59+11:00'],
    ['AU', 'Australia/Sydney', '2026-11-28T09:00+11:00', '2026-11-28T16:59+11:00'],
    ['DE', 'Europe/Berlin', '2026-11-24T09:00+01:00', '2026-11-24T17:59+01:00'],
    ['FR', 'Europe/Paris', '2026-11-24T09:00+01:00', '2026-11-24T17:59+01:00'],
  ])('of %s in %s open at %s and close after %s', (jurisdiction, zone, first, last) => {
    expect(open(jurisdiction, zone, first)).toBe(true);
    expect(open(jurisdiction, zone, last)).toBe(true);
    expect(open(jurisdiction, zone, shift(first, -1))).toBe(false);
    expect(open(jurisdiction, zone, shift(last, 1))).toBe(false);
  });

  it('let a French consumer have lunch and close at 20:00', () => {
    const at = (time: string) => open('FR', 'Europe/Paris', `2026-11-24T${time}+01:00`, true);
    expect(['09:59', '10:00', '12:59', '13:00', '13:59', '14:00', '19:59', '20:00'].map(at)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['AU', 'Australia/Sydney', '2026-11-29T12:00+11:00', 'a Sunday'],
    [
      'AU',
      'Australia/Sydney',
      '2027-04-26T12:00+10:00',
      'nothing: Anzac Day on a Sunday has no national substitute',
      true,
    ],
    ['AU', 'Australia/Sydney', '2026-12-28T12:00+11:00', 'the substitute of Boxing Day'],
    ['AU-NSW', 'Australia/Sydney', '2026-04-03T12:00+11:00', 'Good Friday'],
    ['FR', 'Europe/Paris', '2026-07-14T11:00+02:00', 'the national day'],
    ['FR', 'Europe/Paris', '2026-05-25T11:00+02:00', 'Monday after Pentecost'],
    ['FR', 'Europe/Paris', '2026-11-28T11:00+01:00', 'a Saturday'],
    ['DE', 'Europe/Berlin', '2026-11-28T12:00+01:00', 'a Saturday where nothing says otherwise'],
  ])('in %s (%s) at %s respect %s', (jurisdiction, zone, instant, _, expected = false) => {
    expect(open(jurisdiction, zone, instant, true)).toBe(expected);
  });

  it('leave a French business its public holidays to its own closed days', () => {
    expect(open('FR', 'Europe/Paris', '2026-07-14T11:00+02:00', false)).toBe(true);
  });

  it('of the general pack follow the weekdays on which the account does business', () => {
    const sundayToThursday = account({
      timeZone: 'Asia/Riyadh',
      jurisdiction: 'SA',
      hours: [{ days: ['su', 'mo', 'tu', 'we', 'th'], from: '07:00', to: '20:00' }],
    });
    const sunday = span('2026-11-29T00:00', '2026-11-29T12:00');
    const place = { timeZone: 'Asia/Riyadh', jurisdiction: 'SA' };
    expect(quietHours(sundayToThursday, place, sunday, packs)).toEqual([span('2026-11-29T06:00', '2026-11-29T15:00')]);
  });

  it('of a pack of its own do not: an account open on Sundays is still not called on one in Australia', () => {
    const always = account({ hours: [{ days: EVERY_DAY, from: '00:00', to: '24:00' }] });
    const place = { timeZone: 'Australia/Perth', jurisdiction: 'AU' };
    expect(quietHours(always, place, span('2026-11-28T16:00', '2026-11-29T15:59'), packs)).toEqual([]);
  });

  it('need the general pack to be there', () => {
    const place = { timeZone: 'Europe/Berlin', jurisdiction: 'DE' };
    expect(() => quietHours(account(), place, span('2026-11-24T00:00', '2026-11-25T00:00'), [])).toThrow(
      /no general pack/,
    );
  });
});

function shift(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
