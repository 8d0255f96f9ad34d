import type { Account } from '../model/portfolio.ts';
import { accountHours } from './account-hours.ts';
import type { Minute } from './minute.ts';
import { placesOf } from './place.ts';
import { wholeDay } from './weekly-hours.ts';
import { localDay } from './zone.ts';

/**
 * Rule `notice`: the first start with `businessHours` of the account's business hours between it and `asOf`, at every place
 * the account may be at; `end` where they do not fit before it. Pack holidays do not stop the count: they are no days off
 * for a business as such, its own closed days are.
 */
export function noticeEnd(account: Account, asOf: Minute, businessHours: number, end: Minute): Minute {
  if (businessHours === 0) return asOf;
  return Math.max(
    ...placesOf(account).map(({ timeZone }) => elapsed(account, timeZone, asOf, businessHours * 60, end)),
  );
}

/** Day by day, since the count is mostly over on the first or second. */
function elapsed(account: Account, zone: string, asOf: Minute, minutes: number, end: Minute): Minute {
  let left = minutes;
  for (let day = localDay(zone, asOf); ; day += 1) {
    const today = wholeDay(zone, day);
    if (today.from >= end) return end;
    for (const { from, to } of accountHours(account, zone, today)) {
      const start = Math.max(from, asOf);
      if (to <= start) continue;
      if (to - start >= left) return Math.min(start + left, end);
      left -= to - start;
    }
  }
}
