import type { Pack } from '../calendar/pack.ts';
import { packFor } from '../calendar/packs.ts';
import type { Account } from '../model/portfolio.ts';

/** A place the customer may be at, with every pack that speaks there. */
export interface Place {
  readonly timeZone: string;
  readonly packs: readonly Pack[];
}

export function placesOf(account: Account, packs: readonly Pack[]): readonly Place[] {
  const main = { timeZone: account.timeZone, jurisdiction: account.jurisdiction };
  return [main, ...account.alternatives].map(({ timeZone, jurisdiction }) => ({
    timeZone,
    packs: packFor(jurisdiction, packs),
  }));
}

/** The rule of one name of each pack that speaks at a place; rules for consumers only are not for businesses. */
export function holding<N extends keyof Pack['rules']>(
  name: N,
  account: Account,
  { packs }: Pick<Place, 'packs'>,
): readonly NonNullable<Pack['rules'][N]>[] {
  return packs.flatMap((pack) => {
    const rule = pack.rules[name];
    return rule === undefined || (rule.consumersOnly === true && !account.contact.consumer) ? [] : [rule];
  });
}
