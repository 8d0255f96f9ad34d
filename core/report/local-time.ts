import { dateOf, dayOf } from '../calendar/day.ts';
import { epochMinutes } from '../calendar/minute.ts';
import { offsetAt } from '../calendar/zone.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Where an instant falls on the wall calendar of a zone. */
export interface LocalTime {
  /** Calendar date, such as 2026-11-24. */
  readonly date: string;
  /** Wall-clock minutes since midnight. */
  readonly minute: number;
}

export function localTime(instant: string, timeZone: string): LocalTime {
  const minute = epochMinutes(instant);
  const wall = minute + offsetAt(timeZone, minute);
  const day = Math.floor(wall / 1440);
  return { date: dateOf(day), minute: wall - day * 1440 };
}

/** The dates of a horizon, in order. */
export function datesOf(horizon: { readonly start: string; readonly days: number }): string[] {
  const first = dayOf(horizon.start);
  return Array.from({ length: horizon.days }, (_, index) => dateOf(first + index));
}

/** `Tue 24 Nov`. */
export function shortDate(date: string): string {
  const { weekday, day, month } = parts(date);
  return `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}`;
}

/** `Tuesday 24 November`. */
export function longDate(date: string): string {
  const { weekday, day, month } = parts(date);
  return `${weekday} ${day} ${month}`;
}

/** `23 Nov – 2 Dec 2026`, `23 – 27 Nov 2026`, `23 Nov 2026`, with no break inside a date. */
export function dateRange(horizon: { readonly start: string; readonly days: number }): string {
  const dates = datesOf(horizon);
  const from = parts(horizon.start);
  const to = parts(dates.at(-1) ?? horizon.start);
  const named = ({ day, month }: typeof from) => `${day}\u00a0${month.slice(0, 3)}`;
  if (horizon.days === 1) return `${named(to)}\u00a0${to.year}`;
  if (from.year === to.year && from.month === to.month) return `${from.day}\u00a0–\u00a0${named(to)}\u00a0${to.year}`;
  const fromYear = from.year === to.year ? '' : `\u00a0${from.year}`;
  return `${named(from)}${fromYear} – ${named(to)}\u00a0${to.year}`;
}

/** `09:05` from minutes since midnight. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `Tue 24 Nov 2026, 09:05 UTC`. */
export function utcTime(instant: string): string {
  const { date, minute } = localTime(instant, 'UTC');
  return `${shortDate(date)} ${date.slice(0, 4)}, ${clock(minute)} UTC`;
}

/** `Tue 24 Nov, 16:00 (Berlin)`: on the wall clock of a zone, which is named unless the reader knows it from around. */
export function zonedTime(instant: string, timeZone: string, known?: string): string {
  const { date, minute } = localTime(instant, timeZone);
  const named = timeZone === known ? '' : ` (${zoneName(timeZone)})`;
  return `${shortDate(date)}, ${clock(minute)}${named}`;
}

/** `New York` of America/New_York. */
export function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

function parts(date: string) {
  const weekday = DAYS[(((dayOf(date) + 3) % 7) + 7) % 7] ?? '';
  const month = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  return { weekday, month, day: Number(date.slice(8, 10)), year: date.slice(0, 4) };
}
