import type { AccountForecast } from '../model/forecasts.ts';
import type { Outcome } from '../model/outcome.ts';
import { lossProbability, type Touch } from './loss-process.ts';
import type { PlanBook } from './plan-book.ts';
import type { DueMeeting } from './resolve-meetings.ts';

/** A forecast of one account whose time is up, with what was done and what happened. */
export interface ResolvedForecast extends AccountForecast {
  /** Instant its time was up. */
  readonly known: string;
  /** What was done, and what was still planned when the account ended. */
  readonly touches: readonly (Touch & { readonly kind: string })[];
  /** Chance of loss with these touches. */
  readonly expected: number;
  readonly lost: 0 | 1;
}

export interface ResolvedForecasts {
  readonly resolved: readonly ResolvedForecast[];
  /** Forecasts whose time is not up. */
  readonly open: number;
  /** Forecasts of accounts that no outcome ended and no plan knew any more when their time was up. */
  readonly lostFromSight: number;
}

type Ending = Extract<Outcome, { readonly account: unknown }>;

const DAY = 86_400_000;

/**
 * Which forecasts count, and how they came out.
 *
 * - Which forecasts count, {@link PlanBook} says.
 * - One counts once its time is up, also where the account ended early: of the young ones only losses would be known, and
 *   every forecast would look too low.
 * - It is a loss where `lost` was told within its time; none where `renewed` or `won` was told before, or where a later plan
 *   still knew the account when time was up. Otherwise nobody knows, and it does not count.
 *
 * What was expected takes in the meetings held, those nobody told of at their chance to be held, and of an account that
 * ended those still planned for it then: left out, every account lost early would look untouched by choice.
 *
 * O(forecasts + accounts · their meetings).
 */
export function resolveForecasts(
  book: PlanBook,
  standing: readonly Outcome[],
  meetings: readonly DueMeeting[],
  now: number,
): ResolvedForecasts {
  const endings = Map.groupBy(
    standing.filter((each): each is Ending => 'account' in each && each.kind !== 'opted-out'),
    ({ account }) => account,
  );
  const due = Map.groupBy(meetings, ({ account }) => account);
  const { counted } = book;

  let lostFromSight = 0;
  const timeUp = counted.filter(({ end }) => end <= now);
  const resolved = timeUp.flatMap(({ forecast, from, end }): ResolvedForecast[] => {
    const { account } = forecast;
    const ending = (endings.get(account) ?? []).find(({ at }) => Date.parse(at) > from && Date.parse(at) <= end);
    if (ending === undefined && (book.lastSeen(account) ?? 0) < end) {
      lostFromSight += 1;
      return [];
    }
    const ended = ending === undefined ? end : Date.parse(ending.at);
    const done = (due.get(account) ?? [])
      .filter(({ at, state }) => at >= from && at < ended && (state === 'held' || state === 'untold'))
      .map(({ at, state, kind, show, averts }) => touch(kind, at - from, state === 'held' ? averts : show * averts));
    const ahead = ending === undefined ? [] : book.aheadAt(account, ended);
    const touches = [
      ...done,
      ...ahead.filter(({ at }) => at < end).map(({ at, kind, show, averts }) => touch(kind, at - from, show * averts)),
    ];
    return [
      {
        ...forecast,
        known: new Date(end).toISOString(),
        touches,
        expected: lossProbability(forecast, touches),
        lost: ending?.kind === 'lost' ? 1 : 0,
      },
    ];
  });
  resolved.sort((a, b) => byText(a.known, b.known) || byText(a.account, b.account));
  return { resolved, open: counted.length - timeUp.length, lostFromSight };
}

function touch(kind: string, milliseconds: number, averts: number) {
  return { kind, day: milliseconds / DAY, averts };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
