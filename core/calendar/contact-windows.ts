import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Horizon } from '../model/portfolio.ts';
import { accountHours, weeklyHoursOf } from './account-hours.ts';
import { dayOf } from './day.ts';
import { type Interval, intersection } from './interval.ts';
import { kept } from './kept.ts';
import { firstMinuteFrom, type Minute } from './minute.ts';
import { noticeEnd } from './notice.ts';
import type { Pack } from './pack.ts';
import { placesOf } from './place.ts';
import { quietHours } from './quiet-hours.ts';
import { consent, objection, type Refusal, silenced, silenceOf } from './refusal.ts';
import { spanOf } from './span.ts';
import { dayStart } from './zone.ts';

export interface ContactContext {
  /** ISO 8601 instant: nothing starts before it. */
  readonly asOf: string;
  readonly horizon: Horizon;
  readonly policy: Policy;
  readonly packs: readonly Pack[];
}

/** A meeting is allowed when it lies wholly inside one window. No window at all is an answer, too. */
export type ContactWindows =
  | { readonly ok: true; readonly windows: readonly Interval[] }
  | ({ readonly ok: false } & Refusal);

/**
 * When the customer may be met: rules `objection`, `consent`, `silence`, `account-hours`, `quiet-hours`, `window` and
 * `notice` together, at every place the customer may be at, over the horizon in any zone. Caps and gaps are in touchBlocks.
 *
 * Equal answers are the same array. They are kept by what they depend on for as long as the horizon object lives, so pass
 * the portfolio's own: then 100,000 engagements of a few dozen kinds of account cost about a key each.
 */
export function contactWindows(account: Account, engagement: Engagement, context: ContactContext): ContactWindows {
  const { horizon, packs } = context;
  const refused = objection(account) ?? consent(account, engagement, horizon, packs);
  if (refused !== null) return { ok: false, ...refused };

  const memo = memoOf(horizon, packs);
  const span = spanOf(horizon);
  const key = accountKey(account);
  const starts = dateWindow(account, engagement, span);
  const silence = silenceOf(account, packs);
  const silent = silenced(silence, starts.to);
  if (silent !== null) return { ok: false, ...silent };

  const from = Math.max(
    starts.from,
    firstMinuteFrom(context.asOf),
    notice(memo, key, account, engagement, context),
    silence?.until ?? span.from,
  );
  // The date rule is about the start alone: a meeting that starts on the last minute allowed may end after it.
  const to = Math.min(starts.to - 1 + engagement.minutes, span.to);
  const open = kept(memo.open, key, () => openHours(account, span, packs));
  const windows = kept(memo.windows, `${from} ${to} ${engagement.minutes} ${key}`, () =>
    intersection(open, [{ from, to }]).filter((window) => window.to - window.from >= engagement.minutes),
  );
  return { ok: true, windows };
}

/** Rule `window`: instants whose date in the account's own zone is in `earliest … due`, cut to the span. */
export function dateWindow(account: Account, engagement: Engagement, span: Interval): Interval {
  const edge = (date: string, after: number): Minute => {
    const day = Math.min(Math.max(dayOf(date) + after, span.from / 1440 - 2), span.to / 1440 + 2);
    return Math.min(Math.max(dayStart(account.timeZone, day), span.from), span.to);
  };
  return { from: edge(engagement.earliest, 0), to: edge(engagement.due, 1) };
}

/** Rules `account-hours` and `quiet-hours` of every place the customer may be at. */
export function openHours(account: Account, span: Interval, packs: readonly Pack[]): readonly Interval[] {
  return placesOf(account).reduce<readonly Interval[]>(
    (open, place) => {
      const hours = intersection(accountHours(account, place.timeZone, span), quietHours(account, place, span, packs));
      return intersection(open, hours);
    },
    [span],
  );
}

function notice(memo: Memo, key: string, account: Account, engagement: Engagement, context: ContactContext): Minute {
  if (engagement.requested) return firstMinuteFrom(context.asOf);
  const { noticeBusinessHours } = context.policy.contact;
  const { to } = spanOf(context.horizon);
  return kept(memo.notice, `${context.asOf} ${noticeBusinessHours} ${key}`, () =>
    noticeEnd(account, firstMinuteFrom(context.asOf), noticeBusinessHours, to),
  );
}

/** Everything the open hours of an account depend on, besides horizon and packs. */
function accountKey(account: Account): string {
  const places = placesOf(account).map(({ timeZone, jurisdiction }) => `${timeZone} ${jurisdiction}`);
  const hours =
    account.hours === undefined ? '' : weeklyHoursOf(account).map(({ days, from, to }) => `${days} ${from} ${to}`);
  return `${account.contact.consumer} ${places} | ${hours} | ${account.closed}`;
}

interface Memo {
  readonly open: Map<string, readonly Interval[]>;
  readonly notice: Map<string, Minute>;
  readonly windows: Map<string, readonly Interval[]>;
}

/** Pure results by their inputs; weak, so a long-lived process keeps nothing of a portfolio it has let go. */
const memos = new WeakMap<Horizon, WeakMap<readonly Pack[], Memo>>();

function memoOf(horizon: Horizon, packs: readonly Pack[]): Memo {
  const byPacks = kept(memos, horizon, () => new WeakMap<readonly Pack[], Memo>());
  return kept(byPacks, packs, () => ({ open: new Map(), notice: new Map(), windows: new Map() }));
}
