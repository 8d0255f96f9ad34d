import { Temporal } from 'temporal-polyfill';

/** The rep-local or account-local date of an epoch minute. */
export function localDate(zone: string, minute: number): string {
  return kept(dates, zone, minute, () =>
    Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
  );
}

/** A wall time, `24:00` included, as epoch minute: in a gap it moves forward, in a fold it is the earlier. */
export function wallMinute(zone: string, date: string, time: string): number {
  return kept(walls, zone, `${date}T${time}`, () =>
    minuteOf(
      (time === '24:00'
        ? Temporal.PlainDate.from(date).add({ days: 1 }).toPlainDateTime()
        : Temporal.PlainDateTime.from(`${date}T${time}`)
      ).toZonedDateTime(zone, { disambiguation: 'compatible' }),
    ),
  );
}

/** First and last epoch minute (excluded) of a local date. */
export function localDay(zone: string, date: string): { readonly from: number; readonly to: number } {
  return kept(days, zone, date, () => {
    const day = Temporal.PlainDate.from(date);
    return { from: minuteOf(day.toZonedDateTime(zone)), to: minuteOf(day.add({ days: 1 }).toZonedDateTime(zone)) };
  });
}

/** `date` plus whole days. */
export function plusDays(date: string, count: number): string {
  return Temporal.PlainDate.from(date).add({ days: count }).toString();
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const WEEKDAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const;
export function weekday(date: string): string {
  return WEEKDAYS[new Date(Date.parse(date)).getUTCDay()] ?? 'su';
}

/** Epoch minute of an instant, seconds dropped. */
export function minuteFloor(instant: string): number {
  return Math.floor(Date.parse(instant) / 60_000);
}

/** The first whole minute at or after an instant. */
export function minuteCeiling(instant: string): number {
  return Math.ceil(Date.parse(instant) / 60_000);
}

export function instantText(minute: number): string {
  return new Date(minute * 60_000).toISOString().replace('.000Z', 'Z');
}

function minuteOf(time: Temporal.ZonedDateTime): number {
  return Math.floor(time.epochMilliseconds / 60_000);
}

/** Zone questions are pure and few, the meetings that ask them many. */
const dates = new Map<string, Map<number, string>>();
const walls = new Map<string, Map<string, number>>();
const days = new Map<string, Map<string, { from: number; to: number }>>();
function kept<K, V>(store: Map<string, Map<K, V>>, zone: string, key: K, ask: () => V): V {
  let known = store.get(zone);
  if (known === undefined) {
    known = new Map();
    store.set(zone, known);
  }
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}
