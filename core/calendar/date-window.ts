import type { Account, Engagement } from '../model/portfolio.ts';
import { dayOf } from './day.ts';
import type { Interval } from './interval.ts';
import type { Minute } from './minute.ts';
import { dayStart } from './zone.ts';

/** Rule `window`: instants whose date in the account's own zone is in `earliest … due`, cut to the span. */
export function dateWindow(account: Account, engagement: Engagement, span: Interval): Interval {
  const edge = (date: string, after: number): Minute => {
    const day = Math.min(Math.max(dayOf(date) + after, span.from / 1440 - 2), span.to / 1440 + 2);
    return Math.min(Math.max(dayStart(account.timeZone, day), span.from), span.to);
  };
  return { from: edge(engagement.earliest, 0), to: edge(engagement.due, 1) };
}
