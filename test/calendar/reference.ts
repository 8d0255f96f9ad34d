import { Temporal } from 'temporal-polyfill';
import type { ContactContext } from '../../core/calendar/contact-windows.ts';
import { holidaysOf } from '../../core/calendar/holiday.ts';
import type { Account, Engagement } from '../../core/model/portfolio.ts';

/**
 * The rules of one customer and one meeting, read minute by minute from Temporal: no intervals, no offsets kept, no memo.
 * Pack hours and holidays are written out again here, for the jurisdictions the property test uses.
 */
export function allowedStarts(account: Account, engagement: Engagement, context: ContactContext): number[] {
  const first = minuteOf(Temporal.PlainDate.from(context.horizon.start).subtract({ days: 1 }), 'UTC', '00:00');
  const last = first + (context.horizon.days + 2) * 1440;
  const asOf = Math.ceil(Temporal.Instant.from(context.asOf).epochMilliseconds / 60_000);
  const places = [account, ...account.alternatives];

  const open: boolean[] = [];
  for (let minute = first; minute < last; minute += 1) {
    open.push(
      places.every(
        (place) => inAccountHours(account, place.timeZone, minute) && inCallingHours(account, place, minute),
      ),
    );
  }
  const starts: number[] = [];
  for (let start = Math.max(first, asOf); start + engagement.minutes <= last; start += 1) {
    if (!open.slice(start - first, start - first + engagement.minutes).every(Boolean)) continue;
    const date = dateAt(account.timeZone, start).toString();
    if (date >= engagement.earliest && date <= engagement.due) starts.push(start);
  }
  const needed = engagement.requested ? 0 : context.policy.contact.noticeBusinessHours * 60;
  const earliestStart = Math.max(...places.map(({ timeZone }) => noticed(account, timeZone, asOf, needed, last)));
  return starts.filter((start) => start >= earliestStart);
}

function noticed(account: Account, zone: string, asOf: number, needed: number, last: number): number {
  let gone = 0;
  let minute = asOf;
  for (; gone < needed && minute < last; minute += 1) if (inAccountHours(account, zone, minute)) gone += 1;
  return minute;
}

function inAccountHours(account: Account, zone: string, minute: number): boolean {
  const date = dateAt(zone, minute);
  const hours = account.hours ?? [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', to: '18:00' }];
  return !account.closed.includes(date.toString()) && hours.some((entry) => within(entry, zone, date, minute));
}

const WORKDAYS = ['mo', 'tu', 'we', 'th', 'fr'];
const ALL = [...WORKDAYS, 'sa', 'su'];

function inCallingHours(account: Account, place: { timeZone: string; jurisdiction: string }, minute: number): boolean {
  const zone = place.timeZone;
  const date = dateAt(zone, minute);
  const during = (days: string[], from: string, to: string) => within({ days, from, to }, zone, date, minute);
  switch (place.jurisdiction) {
    case 'US':
    case 'US-TX':
      return during(ALL, '08:00', '21:00');
    case 'US-FL':
      return during(ALL, '08:00', '20:00');
    case 'CA':
      return during(WORKDAYS, '09:00', '21:30') || during(['sa', 'su'], '10:00', '18:00');
    case 'AU':
      return (
        !isHoliday(
          [
            '01-01+substitute',
            '01-26+substitute',
            'easter-2',
            'easter+1',
            '04-25',
            '12-25+substitute',
            '12-26+substitute',
          ],
          date,
        ) &&
        (during(WORKDAYS, '09:00', '20:00') || during(['sa'], '09:00', '17:00'))
      );
    case 'FR':
      if (!account.contact.consumer) break;
      return (
        !isHoliday(
          [
            '01-01',
            'easter+1',
            '05-01',
            '05-08',
            'easter+39',
            'easter+50',
            '07-14',
            '08-15',
            '11-01',
            '11-11',
            '12-25',
          ],
          date,
        ) &&
        (during(WORKDAYS, '10:00', '13:00') || during(WORKDAYS, '14:00', '20:00'))
      );
  }
  return during(account.hours?.flatMap(({ days }) => days) ?? WORKDAYS, '09:00', '18:00');
}

const holidays = new Map<string, boolean>();
function isHoliday(rules: string[], date: Temporal.PlainDate): boolean {
  const key = `${rules} ${date}`;
  let holiday = holidays.get(key);
  if (holiday === undefined) {
    holiday = holidaysOf(rules, date.year).has(date.since('1970-01-01').days);
    holidays.set(key, holiday);
  }
  return holiday;
}

function within(
  hours: { days: readonly string[]; from: string; to: string },
  zone: string,
  date: Temporal.PlainDate,
  minute: number,
): boolean {
  if (!hours.days.includes(ALL[date.dayOfWeek - 1] ?? '')) return false;
  return minuteOf(date, zone, hours.from) <= minute && minute < minuteOf(date, zone, hours.to);
}

const wall = new Map<string, number>();
function minuteOf(date: Temporal.PlainDate, zone: string, time: string): number {
  const key = `${date} ${zone} ${time}`;
  let minute = wall.get(key);
  if (minute === undefined) {
    const dateTime = time === '24:00' ? date.add({ days: 1 }).toPlainDateTime('00:00') : date.toPlainDateTime(time);
    minute = dateTime.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / 60_000;
    wall.set(key, minute);
  }
  return minute;
}

const dates = new Map<string, Map<number, Temporal.PlainDate>>();
function dateAt(zone: string, minute: number): Temporal.PlainDate {
  let ofZone = dates.get(zone);
  if (ofZone === undefined) {
    ofZone = new Map();
    dates.set(zone, ofZone);
  }
  let date = ofZone.get(minute);
  if (date === undefined) {
    date = Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
      .toZonedDateTimeISO(zone)
      .toPlainDate();
    ofZone.set(minute, date);
  }
  return date;
}
