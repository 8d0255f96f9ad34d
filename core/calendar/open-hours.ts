import type { Account, Horizon } from '../model/portfolio.ts';
import { closedTime, hoursIfOpen } from './account-hours.ts';
import { AccountKinds } from './account-kinds.ts';
import { type DayStarts, dayStarts } from './date-window.ts';
import { difference, type Interval, intersection, union } from './interval.ts';
import { kept } from './kept.ts';
import type { Pack } from './pack.ts';
import { placesOf } from './place.ts';
import { quietHours } from './quiet-hours.ts';
import { spanOf } from './span.ts';

/** What is known of all accounts with equal places, hours and closed days. */
export interface KnownHours {
  /** Their number in the horizon: 0, 1, 2 … */
  readonly kind: number;
  /** Rules `account-hours` and `quiet-hours` of every place the customer may be at. */
  readonly open: readonly Interval[];
  /** Days of the account's own zone. */
  readonly days: DayStarts;
}

/** When accounts may be met over one horizon: computed once for a kind of account, O(days · hours). */
export class OpenHours {
  readonly span: Interval;
  readonly #packs: readonly Pack[];
  readonly #kinds = new AccountKinds();
  /** Open hours if there were no closed days: few, where closed days may differ from account to account. */
  readonly #open: (readonly Interval[])[] = [];
  readonly #known: KnownHours[] = [];
  readonly #days = new Map<string, DayStarts>();

  constructor(horizon: Horizon, packs: readonly Pack[]) {
    this.span = spanOf(horizon);
    this.#packs = packs;
  }

  of(account: Account): KnownHours {
    const hours = this.#kinds.hoursOf(account);
    if (hours === this.#open.length) this.#open.push(openHours(account, this.span, this.#packs));
    const kind = this.#kinds.of(account, hours);
    if (kind === this.#known.length) this.#known.push(this.#knownOf(account, kind, this.#open[hours]!));
    return this.#known[kind]!;
  }

  #knownOf(account: Account, kind: number, open: readonly Interval[]): KnownHours {
    const closed = union(placesOf(account).flatMap(({ timeZone }) => closedTime(account, timeZone, this.span)));
    const days = kept(this.#days, account.timeZone, () => dayStarts(account.timeZone, this.span));
    return { kind, open: difference(open, closed), days };
  }
}

function openHours(account: Account, span: Interval, packs: readonly Pack[]): readonly Interval[] {
  return placesOf(account).reduce<readonly Interval[]>(
    (open, place) => {
      const hours = intersection(hoursIfOpen(account, place.timeZone, span), quietHours(account, place, span, packs));
      return intersection(open, hours);
    },
    [span],
  );
}
