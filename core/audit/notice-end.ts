import type { Calendar } from './customer-hours.ts';
import { openBetween } from './opening.ts';
import { daysBetween, localDate, plusDays } from './zone.ts';

/**
 * The first start with `minutes` of the calendar's hours between `asOf` and it; Infinity where they do not fit on
 * the days up to `end`.
 */
export function noticeEnd({ timeZone, hours, closed }: Calendar, asOf: number, minutes: number, end: number): number {
  if (minutes === 0) return asOf;
  if (hours.length === 0) return Number.POSITIVE_INFINITY;
  let left = minutes;
  const today = localDate(timeZone, asOf);
  const days = daysBetween(today, localDate(timeZone, end));
  for (let day = 0; day <= days; day++) {
    const date = plusDays(today, day);
    for (const { from, to } of openBetween(timeZone, hours, date, date, closed)) {
      const open = Math.max(0, to - Math.max(from, asOf));
      if (open >= left) return Math.max(from, asOf) + left;
      left -= open;
    }
  }
  return Number.POSITIVE_INFINITY;
}
