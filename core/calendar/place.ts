import type { Account } from '../model/portfolio.ts';

export interface Place {
  readonly timeZone: string;
  readonly jurisdiction: string;
}

/** Every place the customer may be at. The rules of all of them hold together. */
export function placesOf(account: Account): readonly Place[] {
  return [{ timeZone: account.timeZone, jurisdiction: account.jurisdiction }, ...account.alternatives];
}
