import type { Account } from '../model/portfolio.ts';
import { type Day, yearOf } from './day.ts';
import { holidaysOf } from './holiday.ts';
import { difference, type Interval, intersection, union } from './interval.ts';
import type { Pack } from './pack.ts';
import { packRules } from './pack-rules.ts';
import type { Place } from './place.ts';
import { localDaysOf } from './span.ts';
import { type Hours, hoursOfDays, wholeDay } from './weekly-hours.ts';

/**
 * Rule `quiet-hours` in one place: when its packs let anyone call, on the local days the span touches. Where no pack of the
 * place speaks of hours for this account (a business in France, say), the general pack does.
 */
export function quietHours(
  account: Account,
  place: Place,
  span: Interval,
  packs: readonly Pack[],
): readonly Interval[] {
  const own = packRules('hours', account, place.jurisdiction, packs);
  const rules = own.length > 0 ? own : packRules('hours', account, '*', packs);
  if (rules.length === 0) throw new RangeError('packs: no general pack; pass the packs of core/calendar/packs.ts');
  const { first, last } = localDaysOf(place.timeZone, span);
  const holidays = packRules('holidays', account, place.jurisdiction, packs).flatMap(({ rule }) =>
    holidaysBetween(
      rule.value.map(({ on }) => on),
      first,
      last,
    ),
  );
  const everyDay = { from: wholeDay(place.timeZone, first).from, to: wholeDay(place.timeZone, last).to };
  const open = rules.reduce<readonly Interval[]>(
    (common, { rule }) => {
      const hours = rule.accountDays === true ? onAccountDays(rule.value, account) : rule.value;
      return intersection(common, hoursOfDays(place.timeZone, hours, first, last));
    },
    [everyDay],
  );
  return difference(open, union(holidays.map((day) => wholeDay(place.timeZone, day))));
}

/** The weekdays on which the account says it does business take the place of the pack's. */
function onAccountDays(hours: readonly Hours[], account: Account): readonly Hours[] {
  if (account.hours === undefined) return hours;
  const days = account.hours.flatMap((entry) => entry.days);
  return hours.map(({ from, to }) => ({ days, from, to }));
}

function holidaysBetween(rules: readonly string[], first: Day, last: Day): readonly Day[] {
  const days: Day[] = [];
  for (let year = yearOf(first); year <= yearOf(last); year += 1) days.push(...holidaysOf(rules, year));
  return days.filter((day) => first <= day && day <= last);
}
