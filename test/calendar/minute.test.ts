import { describe, expect, it } from 'vitest';
import { epochMinutes, firstMinuteFrom, instantOf } from '../../core/calendar/minute.ts';

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
