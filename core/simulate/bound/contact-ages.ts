import type { Policy } from '../../model/policy.ts';

/** Starts of two days lie at most so many hours further apart than the days: reps' hours in Berlin and New York. */
const SPREAD_HOURS = 15;
/** Longer windows would need too many states; leaving one out only lowers the bound. */
const LONGEST_WINDOW = 10;

/** The state of tomorrow without and with a contact today. */
export interface Steps {
  readonly without: Uint8Array;
  readonly afterOne: Uint8Array;
}

/** When a customer was last met, as far as the rules of a week reach: what may be done today, and what is true tomorrow. */
export interface ContactAges extends Steps {
  readonly count: number;
  /** Of who was not met as long as the rules reach. */
  readonly fresh: number;
  /** 1: a contact may start today. */
  readonly may: Uint8Array;
  /** Where somebody else contacts the customer in the evening. */
  readonly others: Steps;
}

/**
 * The contacts of the last days as a state: days since the last, and days until the next may start, by the minimum gap and
 * a cap of two contacts in at most ten days. Days forgive what the hours of a day leave open, and all other caps are left
 * out: whoever keeps the rules keeps these. What others do counts for both rules and is stopped by none.
 */
export function contactAges({
  caps,
  minimumGapHours,
}: Pick<Policy['contact'], 'caps' | 'minimumGapHours'>): ContactAges {
  const gap = Math.max(1, daysOf(minimumGapHours));
  const windows = caps.filter(({ touches, days }) => touches === 2 && days <= LONGEST_WINDOW);
  const reach = Math.max(gap, ...windows.map(({ days }) => daysOf(days * 24)));
  const states: (readonly [age: number, wait: number])[] = [[reach, 0]];
  const place = (age: number, wait: number): number => {
    const key = age >= reach ? ([reach, 0] as const) : ([age, Math.max(0, wait)] as const);
    const known = states.findIndex(([a, w]) => a === key[0] && w === key[1]);
    return known >= 0 ? known : states.push(key) - 1;
  };
  const without: number[] = [];
  const afterOne: number[] = [];
  const others: { readonly without: number[]; readonly afterOne: number[] } = { without: [], afterOne: [] };
  // The last contact is of today, the one before it was `before` days ago: the next starts a window's length after that one,
  // or a gap after today's.
  const contacted = (before: number) => place(1, Math.max(gap, reach - before) - 1);
  for (let state = 0; state < states.length; state += 1) {
    const [age, wait] = states[state]!;
    without.push(place(age + 1, wait - 1));
    afterOne.push(wait === 0 ? contacted(age) : state);
    others.without.push(contacted(age));
    others.afterOne.push(wait === 0 ? contacted(0) : state);
  }
  return {
    count: states.length,
    fresh: 0,
    may: Uint8Array.from(states, ([, wait]) => (wait === 0 ? 1 : 0)),
    without: Uint8Array.from(without),
    afterOne: Uint8Array.from(afterOne),
    others: { without: Uint8Array.from(others.without), afterOne: Uint8Array.from(others.afterOne) },
  };
}

/** The least number of days between two contacts whose starts can be so many hours apart. */
function daysOf(hours: number): number {
  return Math.max(0, Math.ceil((hours - SPREAD_HOURS) / 24));
}
