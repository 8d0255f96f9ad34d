import { merged, type Span } from './span.ts';
import { daysBetween, localDay, plusDays, wallMinute, weekday } from './zone.ts';

/** Hours as the contracts and the packs write them. */
export interface Opening {
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** The hours of one local date, merged, and clipped to that date. */
export function openOn(zone: string, hours: readonly Opening[], date: string): readonly Span[] {
  const day = localDay(zone, date);
  const name = weekday(date);
  return merged(
    hours
      .filter(({ days }) => days.includes(name))
      .map(({ from, to }) => ({
        from: Math.max(day.from, wallMinute(zone, date, from)),
        to: Math.min(day.to, wallMinute(zone, date, to)),
      })),
  );
}

/** The hours of the local dates `first` to `last` without the closed ones; hours that touch at midnight are one span. */
export function openBetween(
  zone: string,
  hours: readonly Opening[],
  first: string,
  last: string,
  closed: (date: string) => boolean,
): readonly Span[] {
  const spans: Span[] = [];
  for (let day = 0; day <= daysBetween(first, last); day++) {
    const date = plusDays(first, day);
    if (!closed(date)) spans.push(...openOn(zone, hours, date));
  }
  return merged(spans);
}
