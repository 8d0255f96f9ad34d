import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMilliseconds, epochMinutes, firstMinuteFrom, instantOf } from '../../core/calendar/minute.ts';

describe('epochMinutes', () => {
  it('reads an offset as the same instant in UTC', () => {
    expect(epochMinutes('2026-11-24T10:00:00+01:00')).toBe(epochMinutes('2026-11-24T09:00Z'));
  });

  it('rounds seconds down, before 1970 too, while firstMinuteFrom rounds up', () => {
    expect(epochMinutes('1970-01-01T00:01:59.999Z')).toBe(1);
    expect(epochMinutes('1969-12-31T23:59:30Z')).toBe(-1);
    expect(firstMinuteFrom('1970-01-01T00:01:00.001Z')).toBe(2);
    expect(firstMinuteFrom('1970-01-01T00:01:00Z')).toBe(1);
  });

  it('names what it received when that is no instant', () => {
    expect(() => epochMinutes('tomorrow')).toThrow(/instant: received "tomorrow"/);
  });

  it('is undone by instantOf, which writes seconds and Z', () => {
    expect(instantOf(epochMinutes('2026-11-24T09:00:00Z'))).toBe('2026-11-24T09:00:00Z');
    expect(instantOf(0)).toBe('1970-01-01T00:00:00Z');
  });
});

describe('epochMilliseconds', () => {
  it('agrees with Date.parse on every instant that is spelled as plans do, leap days and ends of months among them', () => {
    const range = { min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        const instant = `${date.toISOString().slice(0, 19)}Z`;
        expect(epochMilliseconds(instant)).toBe(Date.parse(instant));
      }),
    );
    for (const instant of ['2028-02-29T23:59:59Z', '2026-10-31T00:00:00Z', '2026-04-30T12:00:00Z']) {
      expect(epochMilliseconds(instant)).toBe(Date.parse(instant));
    }
  });

  it('agrees with Date.parse on what is nearly spelled so: another zone, no such time, no digit', () => {
    const near = fc
      .tuple(fc.integer({ min: 0, max: 19 }), fc.constantFrom('0', '2', '3', '6', '9', '-', '+', ' ', 'T', 'Z'))
      .map(([at, to]) => `${'2026-11-24T09:00:00Z'.slice(0, at)}${to}${'2026-11-24T09:00:00Z'.slice(at + 1)}`);
    fc.assert(
      fc.property(near, (instant) => {
        const expected = Date.parse(instant);
        if (Number.isNaN(expected)) expect(() => epochMilliseconds(instant)).toThrow(RangeError);
        else expect(epochMilliseconds(instant)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });
});
