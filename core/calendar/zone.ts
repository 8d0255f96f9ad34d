import { Temporal } from 'temporal-polyfill';
import type { Day } from './day.ts';
import { kept } from './kept.ts';
import type { Minute } from './minute.ts';

const DAY = 1440;

/**
 * Wall time of a zone to the instant, `compatible` as in Temporal: a wall time in a gap moves forward by the gap, one in a
 * fold is the earlier. `minuteOfDay` is 0 … 1440.
 */
export function wallMinute(zone: string, day: Day, minuteOfDay: number): Minute {
  const wall = day * DAY + minuteOfDay;
  const before = wall - offsetAt(zone, wall - DAY);
  if (before + offsetAt(zone, before) === wall) return before;
  const after = wall - offsetAt(zone, wall + DAY);
  return after + offsetAt(zone, after) === wall ? after : before;
}

/** The first instant of a local day; later than 00:00 where midnight does not exist. */
export function dayStart(zone: string, day: Day): Minute {
  return kept(
    kept(dayStarts, zone, () => new Map<Day, Minute>()),
    day,
    () => firstOf(zone, day),
  );
}

/** As offsets: a pure function of its key, and asked for the dates of every engagement. */
const dayStarts = new Map<string, Map<Day, Minute>>();

function firstOf(zone: string, day: Day): Minute {
  const wall = day * DAY;
  const candidate = wallMinute(zone, day, 0);
  if (candidate + offsetAt(zone, candidate) === wall) return candidate;
  let first = candidate;
  while (localDay(zone, first - 1) >= day) first -= 1;
  return first;
}

/** The local date of an instant. O(1) after the first call for a zone and UTC day. */
export function localDay(zone: string, minute: Minute): Day {
  return Math.floor((minute + offsetAt(zone, minute)) / DAY);
}

/** Minutes east of UTC, rounded down: offsets with seconds ended in 1972. */
export function offsetAt(zone: string, minute: Minute): number {
  const day = Math.floor(minute / DAY);
  const days = kept(offsets, zone, () => new Map<Day, DayOffsets>());
  const known = kept(days, day, () => offsetsOf(zone, day));
  return minute < known.changes ? known.before : known.after;
}

interface DayOffsets {
  readonly before: number;
  readonly after: number;
  /** The instant from which `after` holds. */
  readonly changes: Minute;
}

/** Asking Temporal costs microseconds, a plan asks millions of times. A pure function of its key, so it may be kept. */
const offsets = new Map<string, Map<Day, DayOffsets>>();

/** Offsets of one UTC day; no zone changes twice in a day. O(log 1440) questions on the day of a change, else 2. */
function offsetsOf(zone: string, day: Day): DayOffsets {
  let low = day * DAY;
  let high = low + DAY;
  const before = asked(zone, low);
  const after = asked(zone, high);
  if (before === after) return { before, after, changes: low };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (asked(zone, middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, changes: high };
}

function asked(zone: string, minute: Minute): number {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone);
  return Math.floor(offsetNanoseconds / 60_000_000_000);
}
