import { holidaysOf } from '../calendar/holiday.ts';
import type { Account } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import { type Opening, openBetween } from './opening.ts';
import { holding, type Place } from './place.ts';
import type { Span } from './span.ts';
import { localDate, plusDays } from './zone.ts';

/** Hours in a zone inside which a meeting must lie, and the dates on which there are none. */
export interface Calendar {
  readonly timeZone: string;
  readonly hours: readonly Opening[];
  readonly closed: (date: string) => boolean;
  readonly name: string;
}

/** The account's own hours, or the general pack's, at each of its places. */
export function accountCalendars(account: Account, context: AuditContext): readonly Calendar[] {
  const hours = account.hours ?? context.general.packs.flatMap(({ rules }) => rules.hours?.value ?? []);
  const closed = (date: string) => account.closed.includes(date);
  return context
    .places(account)
    .map(({ timeZone }) => ({ timeZone, hours, closed, name: `the hours of ${account.id}` }));
}

/** The calling hours at each place: of every pack that has some for this account, else of the general pack. */
export function callingCalendars(account: Account, context: AuditContext): readonly Calendar[] {
  return context.places(account).flatMap((place) => {
    const own = holding('hours', account, place);
    const rules = own.length > 0 ? own : holding('hours', account, context.general);
    const closed = holidayAt(place, account);
    const { timeZone } = place;
    return rules.map((rule) => ({
      timeZone,
      hours: rule.accountDays === true ? onDaysOf(account, rule.value) : rule.value,
      closed,
      name: `the calling hours (${rule.source})`,
    }));
  });
}

/** Where a calendar is open on the local dates around an instant. */
export function openAround({ timeZone, hours, closed }: Calendar, minute: number): readonly Span[] {
  const date = localDate(timeZone, minute);
  return openBetween(timeZone, hours, plusDays(date, -1), plusDays(date, 1), closed);
}

function holidayAt(place: Place, account: Account): (date: string) => boolean {
  const rules = holding('holidays', account, place).map(({ value }) => value.map(({ on }) => on));
  return (date) => rules.some((days) => holidaysOf(days, Number(date.slice(0, 4))).has(Date.parse(date) / 86_400_000));
}

/** Business days are those on which the account says it has hours. */
function onDaysOf(account: Account, hours: readonly Opening[]): readonly Opening[] {
  const own = account.hours;
  if (own === undefined) return hours;
  const days = own.flatMap((each) => each.days);
  return hours.map((each) => ({ ...each, days }));
}
