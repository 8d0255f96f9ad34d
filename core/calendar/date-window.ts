import type { Engagement } from '../model/portfolio.ts';
import { type Day, dayOf } from './day.ts';
import type { Interval } from './interval.ts';
import type { Minute } from './minute.ts';
import { dayStart } from './zone.ts';

/** The first instants of the local days of a zone, cut to a span; days before and after it are at its ends. */
export interface DayStarts {
  readonly first: Day;
  readonly starts: readonly Minute[];
}

/** A local day and a UTC day of the same date lie apart by less than two days. */
export function dayStarts(zone: string, span: Interval): DayStarts {
  const first = span.from / 1440 - 2;
  const last = span.to / 1440 + 2;
  const starts: Minute[] = [];
  for (let day = first; day <= last; day++) starts.push(Math.min(Math.max(dayStart(zone, day), span.from), span.to));
  return { first, starts };
}

/** Rule `window`: instants whose date in the account's own zone is in `earliest … due`, cut to the span. */
export function dateWindow({ earliest, due }: Engagement, days: DayStarts): Interval {
  return { from: startOf(days, dayOf(earliest)), to: startOf(days, dayOf(due) + 1) };
}

function startOf({ first, starts }: DayStarts, day: Day): Minute {
  return starts[Math.min(Math.max(day - first, 0), starts.length - 1)]!;
}
