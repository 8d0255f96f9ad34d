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
  return difference(hoursIfOpen(account, zone, span), closedTime(account, zone, span));
}

/** The account's hours on all local days the span touches, closed or not. */
export function hoursIfOpen(account: Account, zone: string, span: Interval): readonly Interval[] {
  const { first, last } = localDaysOf(zone, span);
  return hoursOfDays(zone, weeklyHoursOf(account), first, last);
}

/** The whole local days on which the account is closed, of those the span touches. */
export function closedTime(account: Account, zone: string, span: Interval): readonly Interval[] {
  if (account.closed.length === 0) return [];
  const { first, last } = localDaysOf(zone, span);
  const days = account.closed.map(dayOf).filter((day) => first <= day && day <= last);
  return union(days.map((day) => wholeDay(zone, day)));
}
