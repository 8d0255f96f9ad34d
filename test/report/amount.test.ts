import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, duration, exactMoney, grouped, money, percent } from '../../core/report/amount.ts';
import { dateRange, localTime, longDate, shortDate, utcTime } from '../../core/report/local-time.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('amounts', () => {
  it('shows exact money with the minor digits of its currency', () => {
    expect(plain(exactMoney(1_234_567_89, 'USD'))).toBe('USD 1,234,567.89');
    expect(plain(exactMoney(-5, 'EUR'))).toBe('EUR −0.05');
    expect(plain(exactMoney(1_234_567, 'JPY'))).toBe('JPY 1,234,567');
    expect(plain(exactMoney(1_234_567, 'KWD'))).toBe('KWD 1,234.567');
  });

  it('never loses a minor unit of an exact amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e14, max: 1e14 }),
        fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
        (minor, currency) => {
          const digits = exactMoney(minor, currency)
            .replace(/[^0-9−]/g, '')
            .replace('−', '-');
          expect(Number(digits) + 0).toBe(minor);
        },
      ),
    );
  });

  it.each([
    [0, 'USD 0'],
    [42, 'USD 0.42'],
    [8_421_000, 'USD 84,210'],
    [9_999_949, 'USD 99,999'],
    [9_999_950, 'USD 100 k'],
    [99_949_999, 'USD 999 k'],
    [99_950_000, 'USD 1.00 M'],
    [123_456_789, 'USD 1.23 M'],
    [1_234_567_890, 'USD 12.3 M'],
    [99_950_000_000, 'USD 1.00 B'],
    [-123_456_789, 'USD −1.23 M'],
  ])('shortens %i minor units to %s', (minor, expected) => {
    expect(plain(money(minor, 'USD'))).toBe(expected);
  });

  it('shortens shares, durations and counts', () => {
    expect([0, 0.004, 0.05, 0.0995, 0.2249, 1, -0.031].map((share) => percent(share))).toEqual([
      '0%',
      '0.4%',
      '5%',
      '10%',
      '22%',
      '100%',
      '−3.1%',
    ]);
    expect(percent(0.0038, 2)).toBe('0.38%');
    expect([0, 45, 60, 450].map((minutes) => plain(duration(minutes)))).toEqual([
      '0 min',
      '45 min',
      '1 h',
      '7 h 30 min',
    ]);
    expect([count(1, 'rep'), count(1_200, 'rep')].map(plain)).toEqual(['1 rep', '1,200 reps']);
    expect(grouped(-1_234_567)).toBe('−1,234,567');
  });
});

describe('dates', () => {
  it('names days and ranges', () => {
    expect(shortDate('2026-11-24')).toBe('Tue 24 Nov');
    expect(longDate('2026-11-29')).toBe('Sunday 29 November');
    expect(plain(dateRange({ start: '2026-11-23', days: 10 }))).toBe('23 Nov – 2 Dec 2026');
    expect(plain(dateRange({ start: '2026-11-23', days: 5 }))).toBe('23 – 27 Nov 2026');
    expect(plain(dateRange({ start: '2026-11-23', days: 1 }))).toBe('23 Nov 2026');
    expect(plain(dateRange({ start: '2026-12-30', days: 3 }))).toBe('30 Dec 2026 – 1 Jan 2027');
    expect(utcTime('2026-11-24T09:05:30+01:00')).toBe('Tue 24 Nov 2026, 08:05 UTC');
  });

  it('reads the wall clock of a zone on both sides of a clock change', () => {
    expect(localTime('2026-10-25T00:30:00Z', 'Europe/Berlin')).toEqual({ date: '2026-10-25', minute: 150 });
    expect(localTime('2026-10-25T01:30:00Z', 'Europe/Berlin')).toEqual({ date: '2026-10-25', minute: 150 });
    expect(localTime('2026-11-24T20:00:00Z', 'Asia/Singapore')).toEqual({ date: '2026-11-25', minute: 240 });
  });
});
