import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Horizon } from '../model/portfolio.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { dateWindow } from './date-window.ts';
import { type Interval, intersection } from './interval.ts';
import { firstMinuteFrom, type Minute } from './minute.ts';
import { noticeEnd } from './notice.ts';
import { type KnownHours, OpenHours } from './open-hours.ts';
import type { Pack } from './pack.ts';
import { consent, objection, type Refusal, silenced, silenceOf } from './refusal.ts';

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
  return calendarOf(context).of(account, engagement);
}

/** Weak, so a long-lived process keeps nothing of a portfolio it has let go. */
const calendars = new WeakMap<Horizon, ContactCalendar>();

/** The last one of the horizon, if it is for the same instant, notice and packs. */
function calendarOf(context: ContactContext): ContactCalendar {
  const last = calendars.get(context.horizon);
  if (last?.serves(context)) return last;
  const calendar = new ContactCalendar(context);
  calendars.set(context.horizon, calendar);
  return calendar;
}

/** Answers for the accounts and engagements of one horizon; those that are alike share them. */
class ContactCalendar {
  readonly #context: ContactContext;
  readonly #notice: number;
  readonly #asOf: Minute;
  readonly #hours: OpenHours;
  /** By kind of account, where the notice ends. */
  readonly #noticed: Minute[] = [];
  /** By kind of account, first and last minute, and length. */
  readonly #numbers = new SequenceNumbers();
  readonly #asked: number[] = [];
  readonly #answers: ContactWindows[] = [];

  constructor(context: ContactContext) {
    this.#context = context;
    this.#notice = context.policy.contact.noticeBusinessHours;
    this.#asOf = firstMinuteFrom(context.asOf);
    this.#hours = new OpenHours(context.horizon, context.packs);
  }

  serves({ asOf, policy, packs }: ContactContext): boolean {
    const own = this.#context;
    return asOf === own.asOf && packs === own.packs && policy.contact.noticeBusinessHours === this.#notice;
  }

  of(account: Account, engagement: Engagement): ContactWindows {
    const { horizon, packs } = this.#context;
    const refused = objection(account) ?? consent(account, engagement, horizon, packs);
    if (refused !== null) return { ok: false, ...refused };

    const known = this.#hours.of(account);
    const { span } = this.#hours;
    const starts = dateWindow(engagement, known.days);
    const silence = silenceOf(account, packs);
    const silent = silenced(silence, starts.to);
    if (silent !== null) return { ok: false, ...silent };

    const noticed = engagement.requested ? this.#asOf : this.#noticeOf(account, known.kind);
    const from = Math.max(starts.from, noticed, silence?.until ?? span.from);
    // The date rule is about the start alone: a meeting that starts on the last minute allowed may end after it.
    const to = Math.min(starts.to - 1 + engagement.minutes, span.to);
    return this.#answer(known, from, to, engagement.minutes);
  }

  #noticeOf(account: Account, kind: number): Minute {
    this.#noticed[kind] ??= noticeEnd(account, this.#asOf, this.#notice, this.#hours.span.to);
    return this.#noticed[kind];
  }

  #answer({ kind, open }: KnownHours, from: Minute, to: Minute, minutes: number): ContactWindows {
    const asked = this.#asked;
    asked.length = 0;
    asked.push(kind, from, to, minutes);
    const number = this.#numbers.of(asked);
    if (number === this.#answers.length) {
      const windows = intersection(open, [{ from, to }]).filter((window) => window.to - window.from >= minutes);
      this.#answers.push({ ok: true, windows });
    }
    return this.#answers[number]!;
  }
}
