import { describe, expect, it } from 'vitest';
import { epochMinutes, instantOf } from '../../core/calendar/minute.ts';
import { noticeEnd } from '../../core/calendar/notice.ts';
import { account } from './make.ts';

describe('noticeEnd', () => {
  const end = epochMinutes('2026-12-20T00:00Z');
  const noticed = (asOf: string, hours: number, customer = account()) =>
    instantOf(noticeEnd(customer, epochMinutes(asOf), hours, end));

  it('counts the open hours of the day, from asOf', () => {
    expect(noticed('2026-11-24T09:15Z', 4)).toBe('2026-11-24T13:15:00Z');
    expect(noticed('2026-11-24T05:00Z', 4)).toBe('2026-11-24T12:00:00Z');
  });

  it('goes on the next business day, over a weekend and over a closed day', () => {
    expect(noticed('2026-11-27T15:00Z', 4)).toBe('2026-11-30T10:00:00Z');
    expect(noticed('2026-11-27T15:00Z', 4, account({ closed: ['2026-11-30'] }))).toBe('2026-12-01T10:00:00Z');
  });

  it('is over at closing time when the last hour is the day’s last', () => {
    expect(noticed('2026-11-24T13:00Z', 4)).toBe('2026-11-24T17:00:00Z');
  });

  it('is asOf itself where no hours are asked for', () => {
    expect(noticed('2026-11-28T13:00Z', 0)).toBe('2026-11-28T13:00:00Z');
  });

  it('holds at every place the customer may be at', () => {
    const either = account({ alternatives: [{ timeZone: 'America/New_York', jurisdiction: 'US' }] });
    expect(noticed('2026-11-24T09:15Z', 4, either)).toBe('2026-11-24T18:00:00Z');
  });

  it('ends with the span when the hours do not fit, as for an account that is never open', () => {
    expect(noticed('2026-11-24T09:15Z', 4, account({ hours: [] }))).toBe('2026-12-20T00:00:00Z');
    expect(noticed('2026-12-18T09:15Z', 80)).toBe('2026-12-20T00:00:00Z');
  });
});
