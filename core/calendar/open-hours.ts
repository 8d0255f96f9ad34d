import type { Account, Horizon } from '../model/portfolio.ts';
import { closedTime, hoursIfOpen } from './account-hours.ts';
import { difference, type Interval, intersection, union } from './interval.ts';
import { kept } from './kept.ts';
import type { Minute } from './minute.ts';
import type { Pack } from './pack.ts';
import { placesOf } from './place.ts';
import { quietHours } from './quiet-hours.ts';

/** Computed once for a horizon, packs and kind of account. O(days · hours) the first time. */
export function knownOf(account: Account, span: Interval, horizon: Horizon, packs: readonly Pack[]): Known {
  const byPacks = kept(memos, horizon, () => new WeakMap<readonly Pack[], Memo>());
  const memo = kept(byPacks, packs, () => ({ open: new Map(), known: new Map() }));
  const key = hoursKey(account);
  return kept(memo.known, account.closed.length === 0 ? key : `${key} | ${account.closed}`, () => {
    const closed = union(placesOf(account).flatMap(({ timeZone }) => closedTime(account, timeZone, span)));
    const open = kept(memo.open, key, () => openHours(account, span, packs));
    return { open: difference(open, closed), notice: new Map(), windows: new Map() };
  });
}

/** What is known of all accounts with equal places, hours and closed days. */
export interface Known {
  /** Rules `account-hours` and `quiet-hours` of every place the customer may be at. */
  readonly open: readonly Interval[];
  readonly notice: Map<string, Minute>;
  readonly windows: Map<number, readonly Interval[]>;
}

interface Memo {
  /** Open hours if there were no closed days: few, where closed days may differ from account to account. */
  readonly open: Map<string, readonly Interval[]>;
  readonly known: Map<string, Known>;
}

/** Weak, so a long-lived process keeps nothing of a portfolio it has let go. */
const memos = new WeakMap<Horizon, WeakMap<readonly Pack[], Memo>>();

function openHours(account: Account, span: Interval, packs: readonly Pack[]): readonly Interval[] {
  return placesOf(account).reduce<readonly Interval[]>(
    (open, place) => {
      const hours = intersection(hoursIfOpen(account, place.timeZone, span), quietHours(account, place, span, packs));
      return intersection(open, hours);
    },
    [span],
  );
}

/** What open hours depend on, besides horizon, packs and closed days. */
function hoursKey(account: Account): string {
  let key = account.contact.consumer ? 'consumer' : 'business';
  key += ` ${account.timeZone} ${account.jurisdiction}`;
  for (const { timeZone, jurisdiction } of account.alternatives) key += ` ${timeZone} ${jurisdiction}`;
  // An account with an empty list is never open; one without a list has the general hours.
  if (account.hours !== undefined) key += ' own';
  for (const { days, from, to } of account.hours ?? []) key += ` ${days} ${from} ${to}`;
  return key;
}
