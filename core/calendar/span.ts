import type { Horizon } from '../model/portfolio.ts';
import { type Day, dayOf } from './day.ts';
import type { Interval } from './interval.ts';
import { localDay } from './zone.ts';

/** All instants a horizon can hold in any zone: its dates in UTC and one day more at both ends. */
export function spanOf(horizon: Horizon): Interval {
  const first = dayOf(horizon.start);
  return { from: (first - 1) * 1440, to: (first + horizon.days + 1) * 1440 };
}

/** The local days of a zone that a span touches. */
export function localDaysOf(zone: string, span: Interval): { readonly first: Day; readonly last: Day } {
  return { first: localDay(zone, span.from), last: localDay(zone, span.to - 1) };
}
