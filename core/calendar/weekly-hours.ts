import { type Day, weekdayOf } from './day.ts';
import { digits } from './digits.ts';
import { type Interval, intersection, union } from './interval.ts';
import { dayStart, wallMinute } from './zone.ts';

/** Hours on some weekdays, as in the contracts and in the packs. */
export interface Hours {
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

/**
 * The hours of one local day as instants, clipped to that day: on a day with a gap before midnight, hours pushed past
 * midnight by the gap are lost instead of reaching into a day that may be closed.
 */
export function hoursOfDay(zone: string, hours: readonly Hours[], day: Day): readonly Interval[] {
  const weekday = weekdayOf(day);
  const open = hours
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => ({
      from: wallMinute(zone, day, minuteOfDay(from)),
      to: wallMinute(zone, day, minuteOfDay(to)),
    }));
  return open.length === 0 ? [] : intersection(union(open), [wholeDay(zone, day)]);
}

/** The hours of all local days `first … last`; hours that touch at midnight become one interval. */
export function hoursOfDays(zone: string, hours: readonly Hours[], first: Day, last: Day): readonly Interval[] {
  const open: Interval[] = [];
  for (let day = first; day <= last; day += 1) open.push(...hoursOfDay(zone, hours, day));
  return union(open);
}

export function wholeDay(zone: string, day: Day): Interval {
  return { from: dayStart(zone, day), to: dayStart(zone, day + 1) };
}

/** `09:30` as 570; `24:00` as 1440. */
export function minuteOfDay(time: string): number {
  return digits(time, 0, 2) * 60 + digits(time, 3, 5);
}
