import type { Horizon, Rep } from '../model/portfolio.ts';
import { dateOf, dayOf } from './day.ts';
import { difference, type Interval, totalMinutes, union } from './interval.ts';
import { epochMinutes, firstMinuteFrom, type Minute } from './minute.ts';
import { hoursOfDay, wholeDay } from './weekly-hours.ts';

/** One day of a rep's own calendar. */
export interface RepDay {
  readonly date: string;
  /** Local midnights. */
  readonly from: Minute;
  readonly to: Minute;
  /** Working hours less leave and busy blocks. */
  readonly free: readonly Interval[];
  /** Length of `free`. */
  readonly availableMinutes: number;
}

/** The days of the horizon in the rep's zone, in order. O(days · busy blocks). */
export function repDays(rep: Rep, horizon: Horizon): readonly RepDay[] {
  const first = dayOf(horizon.start);
  const leave = rep.leave.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }));
  const busy = union(rep.busy.map(({ from, to }) => ({ from: epochMinutes(from), to: firstMinuteFrom(to) })));
  return Array.from({ length: horizon.days }, (_, index) => {
    const day = first + index;
    const { from, to } = wholeDay(rep.timeZone, day);
    const away = leave.some((absence) => absence.from <= day && day <= absence.to);
    const free = away ? [] : difference(hoursOfDay(rep.timeZone, rep.hours, day), busy);
    return { date: dateOf(day), from, to, free, availableMinutes: totalMinutes(free) };
  });
}
