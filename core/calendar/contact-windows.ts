import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Horizon } from '../model/portfolio.ts';
import { dateWindow } from './date-window.ts';
import { type Interval, intersection } from './interval.ts';
import { kept } from './kept.ts';
import { firstMinuteFrom } from './minute.ts';
import { noticeEnd } from './notice.ts';
import { knownOf } from './open-hours.ts';
import type { Pack } from './pack.ts';
import { consent, objection, type Refusal, silenced, silenceOf } from './refusal.ts';
import { spanOf } from './span.ts';

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

  const span = spanOf(horizon);
  const starts = dateWindow(account, engagement, span);
  const silence = silenceOf(account, packs);
  const silent = silenced(silence, starts.to);
  if (silent !== null) return { ok: false, ...silent };

  const known = knownOf(account, span, horizon, packs);
  const notice = engagement.requested ? 0 : context.policy.contact.noticeBusinessHours;
  const noticed = kept(known.notice, `${notice} ${context.asOf}`, () =>
    noticeEnd(account, firstMinuteFrom(context.asOf), notice, span.to),
  );
  const from = Math.max(starts.from, noticed, silence?.until ?? span.from);
  // The date rule is about the start alone: a meeting that starts on the last minute allowed may end after it.
  const to = Math.min(starts.to - 1 + engagement.minutes, span.to);
  // Distinct for spans of up to 2^20 minutes, two years, and lengths of up to 480; strings take four times as long.
  const key = ((from - span.from) * 2 ** 20 + (to - span.from)) * 512 + engagement.minutes;
  const windows = kept(known.windows, key, () =>
    intersection(known.open, [{ from, to }]).filter((window) => window.to - window.from >= engagement.minutes),
  );
  return { ok: true, windows };
}
