/** Days after one contact on which no other can start, whatever the hours: a gap of 48 h begins at 9:00 and ends there. */
const GAP_DAYS = 2;
/** A third contact starts at least so many days after the first of two: at most two in any 7 × 24 h. */
const WINDOW_DAYS = 7;

/** When a customer was last met, as far as the caps reach: what may be done today, and what is true tomorrow. */
export interface ContactAges {
  readonly count: number;
  /** Of who was not met within a week. */
  readonly fresh: number;
  /** 1: a contact may start today. */
  readonly may: Uint8Array;
  /** The state of tomorrow without and with a contact today. */
  readonly without: Uint8Array;
  readonly afterOne: Uint8Array;
}

/**
 * The contacts of the last six days as a state: days since the last, and days until the next may start. Local working
 * hours of all reps of a day lie within 14 hours, so calendar days forgive at most what the hours of the day leave open.
 */
export const CONTACT_AGES: ContactAges = contactAges();

function contactAges(): ContactAges {
  const states: (readonly [age: number, wait: number])[] = [[WINDOW_DAYS, 0]];
  const place = (age: number, wait: number): number => {
    const key: readonly [number, number] = age >= WINDOW_DAYS ? [WINDOW_DAYS, 0] : [age, Math.max(0, wait)];
    const known = states.findIndex(([a, w]) => a === key[0] && w === key[1]);
    return known >= 0 ? known : states.push(key) - 1;
  };
  const without: number[] = [];
  const afterOne: number[] = [];
  for (let state = 0; state < states.length; state += 1) {
    const [age, wait] = states[state]!;
    without.push(place(age + 1, wait - 1));
    const rest = Math.max(GAP_DAYS, WINDOW_DAYS - age);
    afterOne.push(wait === 0 ? place(1, rest - 1) : state);
  }
  return {
    count: states.length,
    fresh: 0,
    may: Uint8Array.from(states, ([, wait]) => (wait === 0 ? 1 : 0)),
    without: Uint8Array.from(without),
    afterOne: Uint8Array.from(afterOne),
  };
}
