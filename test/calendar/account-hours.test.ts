import { describe, expect, it } from 'vitest';
import { accountHours } from '../../core/calendar/account-hours.ts';
import { ALWAYS, account, span } from './make.ts';

describe('accountHours', () => {
  const tuesday = span('2026-11-24T00:00', '2026-11-24T22:59');

  it('are Monday to Friday 9:00 to 18:00 where the account gives none', () => {
    expect(accountHours(account(), 'Europe/Berlin', tuesday)).toEqual([span('2026-11-24T08:00', '2026-11-24T17:00')]);
    expect(accountHours(account(), 'Europe/Berlin', span('2026-11-28T00:00', '2026-11-29T22:59'))).toEqual([]);
  });

  it('are the union of the entries of a day', () => {
    const hours = [
      { days: ['tu' as const], from: '08:00', to: '10:00' },
      { days: ['tu' as const], from: '13:00', to: '15:30' },
      { days: ['mo' as const, 'tu' as const], from: '10:00', to: '11:00' },
    ];
    expect(accountHours(account({ hours }), 'Europe/Berlin', tuesday)).toEqual([
      span('2026-11-24T07:00', '2026-11-24T10:00'),
      span('2026-11-24T12:00', '2026-11-24T14:30'),
    ]);
  });

  it('are none where the account gives an empty list', () => {
    expect(accountHours(account({ hours: [] }), 'Europe/Berlin', tuesday)).toEqual([]);
  });

  it('leave out a closed day and keep the days around it', () => {
    const closed = account({ closed: ['2026-11-24'] });
    expect(accountHours(closed, 'Europe/Berlin', tuesday)).toEqual([]);
    expect(accountHours(closed, 'Europe/Berlin', span('2026-11-23T00:00', '2026-11-25T22:59'))).toEqual([
      span('2026-11-23T08:00', '2026-11-23T17:00'),
      span('2026-11-25T08:00', '2026-11-25T17:00'),
    ]);
  });

  it('run on over midnight where both days are open, also as 24:00', () => {
    expect(
      accountHours(account({ hours: ALWAYS }), 'Europe/Berlin', span('2026-11-24T00:00', '2026-11-25T22:59')),
    ).toEqual([span('2026-11-23T23:00', '2026-11-25T23:00')]);
  });

  it('lose what a gap before midnight would push into the next day', () => {
    // Nuuk, Saturday 2024-03-30: 23:00 to 24:00 does not exist, the day ends at 01:00 UTC.
    const evening = account({ hours: [{ days: ['sa'], from: '20:00', to: '23:30' }] });
    expect(accountHours(evening, 'America/Nuuk', span('2024-03-30T12:00', '2024-03-31T12:00'))).toEqual([
      span('2024-03-30T22:00', '2024-03-31T01:00'),
    ]);
  });

  it('vanish when they lie wholly in a gap, and are an hour longer over a fold', () => {
    const night = account({ hours: [{ days: ['su'], from: '02:00', to: '03:00' }] });
    expect(accountHours(night, 'Europe/Berlin', span('2026-03-29T00:00', '2026-03-29T20:00'))).toEqual([]);
    expect(accountHours(night, 'Europe/Berlin', span('2026-10-25T00:00', '2026-10-25T20:00'))).toEqual([
      span('2026-10-25T00:00', '2026-10-25T02:00'),
    ]);
  });
});
