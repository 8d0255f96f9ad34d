import type { Account } from '../model/portfolio.ts';
import { dayOf } from './day.ts';
import { difference, type Interval, union } from './interval.ts';
import { generalHours } from './packs.ts';
import { localDaysOf } from './span.ts';
import { type Hours, hoursOfDays, wholeDay } from './weekly-hours.ts';

/** The account's own hours, else the general pack's. */
export function weeklyHoursOf(account: Account): readonly Hours[] {
  return account.hours ?? generalHours;
}

/** Rule `account-hours` in one zone: the account's hours on the local days the span touches, less the days it is closed. */
export function accountHours(account: Account, zone: string, span: Interval): readonly Interval[] {
  const { first, last } = localDaysOf(zone, span);
  const open = hoursOfDays(zone, weeklyHoursOf(account), first, last);
  const closed = account.closed.map(dayOf).filter((day) => first <= day && day <= last);
  return closed.length === 0 ? open : difference(open, union(closed.map((day) => wholeDay(zone, day))));
}
