import type { AccountForecast, Forecasts, MeetingForecast } from '../model/forecasts.ts';
import type { Outcome } from '../model/outcome.ts';
import { quarterOf } from './reserve-accounts.ts';

/** A forecast that counts, and the span in which it comes true, epoch milliseconds. */
export interface CountedForecast {
  readonly forecast: AccountForecast;
  readonly from: number;
  readonly end: number;
}

/** A meeting of the plan in force when it was due. */
export interface PlannedMeeting extends MeetingForecast {
  readonly at: number;
}

const DAY = 86_400_000;

/**
 * What of published plans is needed later, taken in one plan after another: the forecasts that count, the meetings that came
 * due, and what was still planned for an account when it ended. A plan itself is let go as soon as the next one is there, so
 * memory grows with accounts and quarters, not with the nights that were planned.
 *
 * Of each account, the first forecast of a calendar quarter counts, where the one before it has run out: a loss is then one
 * event, not one for every night before it, and nothing that was done picks the forecast.
 */
export class PlanBook {
  readonly #now: number;
  /** Instants at which accounts ended, by account. */
  readonly #endings: ReadonlyMap<string, readonly number[]>;
  readonly #quarters = new Map<string, { readonly quarter: string; readonly free: number }>();
  readonly #seen = new Map<string, number>();
  readonly #counted: CountedForecast[] = [];
  readonly #due: PlannedMeeting[] = [];
  readonly #ahead = new Map<string, readonly PlannedMeeting[]>();
  #inForce: Pick<Forecasts, 'asOf' | 'meetings'> | null = null;
  #plans = 0;

  constructor(standing: readonly Outcome[], now: number) {
    this.#now = now;
    const endings = new Map<string, number[]>();
    for (const outcome of standing) {
      if (!('account' in outcome) || outcome.kind === 'opted-out') continue;
      const known = endings.get(outcome.account);
      if (known === undefined) endings.set(outcome.account, [Date.parse(outcome.at)]);
      else known.push(Date.parse(outcome.at));
    }
    this.#endings = endings;
  }

  /** The plans of a tenant, in any order. */
  static of(plans: readonly Forecasts[], standing: readonly Outcome[], now: number): PlanBook {
    const book = new PlanBook(standing, now);
    for (const plan of inOrder(plans)) book.add(plan);
    book.close();
    return book;
  }

  get plans(): number {
    return this.#plans;
  }

  get counted(): readonly CountedForecast[] {
    return this.#counted;
  }

  get due(): readonly PlannedMeeting[] {
    return this.#due;
  }

  /** Instant of the last plan that knew the account; null: none did. */
  lastSeen(account: string): number | null {
    return this.#seen.get(account) ?? null;
  }

  /** What the plan in force when the account ended still held for it. */
  aheadAt(account: string, ended: number): readonly PlannedMeeting[] {
    return this.#ahead.get(keyOf(account, ended)) ?? [];
  }

  /** The next plan, in order of `asOf`. */
  add({ asOf, accounts, meetings }: Forecasts): void {
    const from = Date.parse(asOf);
    this.#supersede(from);
    this.#plans += 1;
    this.#inForce = { asOf, meetings };
    const quarter = quarterOf(asOf);
    for (const forecast of accounts) {
      const { account, withinDays } = forecast;
      this.#seen.set(account, from);
      const before = this.#quarters.get(account);
      if (before?.quarter === quarter) continue;
      const end = from + withinDays * DAY;
      const counts = before === undefined || from >= before.free;
      this.#quarters.set(account, { quarter, free: counts ? end : before.free });
      if (counts) this.#counted.push({ forecast, from, end });
    }
  }

  /** There is no further plan: the last one is in force until now. */
  close(): void {
    this.#supersede(Number.POSITIVE_INFINITY);
  }

  #supersede(until: number): void {
    if (this.#inForce === null) return;
    const from = Date.parse(this.#inForce.asOf);
    for (const meeting of this.#inForce.meetings) {
      const at = Date.parse(meeting.start);
      if (at >= from && at < Math.min(until, this.#now)) this.#due.push({ ...meeting, at });
      for (const ended of this.#endings.get(meeting.account) ?? []) {
        if (ended < from || ended >= until || at < ended) continue;
        const key = keyOf(meeting.account, ended);
        this.#ahead.set(key, [...(this.#ahead.get(key) ?? []), { ...meeting, at }]);
      }
    }
    this.#inForce = null;
  }
}

/** By the time of what they planned, then by run. */
export function inOrder<T extends Pick<Forecasts, 'asOf' | 'run'>>(plans: readonly T[]): readonly T[] {
  return plans.toSorted((a, b) => Date.parse(a.asOf) - Date.parse(b.asOf) || (a.run < b.run ? -1 : 1));
}

function keyOf(account: string, ended: number): string {
  return `${ended}#${account}`;
}
