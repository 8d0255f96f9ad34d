import { describe, expect, it } from 'vitest';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { repDays } from '../../core/calendar/rep-days.ts';
import { touchDay } from '../../core/calendar/touch-day.ts';
import { ALWAYS, horizon, rep, span } from './make.ts';

describe('repDays', () => {
  it('gives each day of the horizon its local midnights and working hours', () => {
    const days = repDays(rep(), horizon('2026-11-27', 4));
    expect(days.map(({ date, availableMinutes }) => [date, availableMinutes])).toEqual([
      ['2026-11-27', 540],
      ['2026-11-28', 0],
      ['2026-11-29', 0],
      ['2026-11-30', 540],
    ]);
    expect(days[0]).toEqual({
      date: '2026-11-27',
      ...span('2026-11-26T23:00', '2026-11-27T23:00'),
      free: [span('2026-11-27T07:00', '2026-11-27T16:00')],
      availableMinutes: 540,
    });
  });

  it('takes out busy blocks, overlapping and out of order, to the whole minute outward', () => {
    const busy = [
      { from: '2026-11-24T12:00:00Z', to: '2026-11-24T13:00:30Z' },
      { from: '2026-11-24T09:00:59Z', to: '2026-11-24T10:00:00Z' },
      { from: '2026-11-24T09:30:00Z', to: '2026-11-24T10:30:00Z' },
    ];
    const [day] = repDays(rep({ busy }), horizon('2026-11-24', 1));
    expect(day?.free).toEqual([
      span('2026-11-24T07:00', '2026-11-24T09:00'),
      span('2026-11-24T10:30', '2026-11-24T12:00'),
      span('2026-11-24T13:01', '2026-11-24T16:00'),
    ]);
    expect(day?.availableMinutes).toBe(120 + 90 + 179);
  });

  it('takes leave as whole local days, both ends included', () => {
    const days = repDays(rep({ leave: [{ from: '2026-11-24', to: '2026-11-25' }] }), horizon('2026-11-23', 4));
    expect(days.map(({ availableMinutes }) => availableMinutes)).toEqual([540, 0, 0, 540]);
  });

  it('has 23 and 25 hours where the clock changes, and lines up without a hole', () => {
    const minutes = (start: string) =>
      repDays(rep({ hours: ALWAYS }), horizon(start, 3)).map((day) => day.availableMinutes);
    expect(minutes('2026-03-28')).toEqual([1440, 1380, 1440]);
    expect(minutes('2026-10-24')).toEqual([1440, 1500, 1440]);
    const days = repDays(rep({ hours: ALWAYS, timeZone: 'Africa/Cairo' }), horizon('2024-04-24', 5));
    expect(days.slice(1).map(({ from }) => from)).toEqual(days.slice(0, -1).map(({ to }) => to));
    expect(days.every(({ from, to, free }) => free.length === 1 && free[0]?.from === from && free[0]?.to === to)).toBe(
      true,
    );
  });

  it('has a leap day', () => {
    expect(repDays(rep(), horizon('2028-02-28', 3)).map(({ date }) => date)).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ]);
  });
});

describe('touchDay', () => {
  it('counts local dates of the rep, not spans of 24 hours', () => {
    const start = epochMinutes('2026-11-24T15:30:00Z');
    expect(touchDay('Europe/Berlin', '2026-11-24T06:00:00Z', start)).toBe(0);
    expect(touchDay('Asia/Tokyo', '2026-11-24T06:00:00Z', start)).toBe(1);
    expect(touchDay('Asia/Tokyo', '2026-11-24T15:00:00Z', start)).toBe(0);
    expect(touchDay('Europe/Berlin', '2026-11-23T22:59:59Z', start)).toBe(1);
  });
});
