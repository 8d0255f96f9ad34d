import type { Account } from '../model/portfolio.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { dayOf } from './day.ts';
import { minuteOfDay } from './weekly-hours.ts';

/** Numbers accounts by what the hours depend on in which they may be met; equal numbers mean equal hours in one horizon. */
export class AccountKinds {
  readonly #names = new Map<string, number>();
  readonly #hours = new SequenceNumbers();
  readonly #closed = new SequenceNumbers();
  readonly #asked: number[] = [];

  /** By places, own hours and whether it is a consumer. */
  hoursOf({ contact, timeZone, jurisdiction, alternatives, hours }: Account): number {
    const asked = this.#asked;
    asked.length = 0;
    asked.push(contact.consumer ? 1 : 0, this.#named(timeZone), this.#named(jurisdiction), alternatives.length);
    for (const place of alternatives) asked.push(this.#named(place.timeZone), this.#named(place.jurisdiction));
    // An account with an empty list is never open; one without a list has the general hours.
    if (hours === undefined) return this.#hours.of(asked);
    asked.push(hours.length);
    for (const { days, from, to } of hours) {
      asked.push(minuteOfDay(from), minuteOfDay(to), days.length);
      for (const day of days) asked.push(day.charCodeAt(0) * 256 + day.charCodeAt(1));
    }
    return this.#hours.of(asked);
  }

  /** By the number of its hours and the days it is closed. */
  of({ closed }: Account, hours: number): number {
    const asked = this.#asked;
    asked.length = 0;
    asked.push(hours);
    for (const date of closed) asked.push(dayOf(date));
    return this.#closed.of(asked);
  }

  #named(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }
}
