import { dateOf, dayOf, weekdayOf } from '../../calendar/day.ts';
import { Draws } from './draws.ts';
import {
  type AccountTruth,
  accountTruth,
  demandOf,
  type EngagementTruth,
  type RepTruth,
  repTruths,
} from './population.ts';
import type { Scenario } from './scenario.ts';
import type { WorldState } from './state.ts';

/** Longest absence by illness the world looks back for, days. */
const LONGEST_ILLNESS = 10;
const WEEK = 7;
/** A rep's working day, minutes of the local clock. */
export const DAY_BEGINS = 9 * 60;
export const DAY_ENDS = 17 * 60;
/** The guardrail of the product. */
const LOAD_CEILING = 0.85;
/** Weeks between two holidays of a rep. */
const HOLIDAY_EVERY = 13;

/** Everything that is true whatever anybody plans: a pure function of scenario and seed, looked up by entity and day. */
export class World {
  readonly scenario: Scenario;
  readonly draws: Draws;
  readonly reps: readonly RepTruth[];
  readonly #firstDay: number;
  readonly #accounts = new Map<string, AccountTruth>();
  readonly #demand = new Map<number, EngagementTruth | null>();
  readonly #dates: string[] = [];
  readonly #market: number[] = [];

  constructor(scenario: Scenario, seed: number) {
    this.scenario = scenario;
    this.draws = new Draws(seed);
    this.reps = repTruths(scenario);
    this.#firstDay = dayOf(scenario.start);
  }

  date(day: number): string {
    if (day < 0) return dateOf(this.#firstDay + day);
    for (let next = this.#dates.length; next <= day; next += 1) this.#dates.push(dateOf(this.#firstDay + next));
    return this.#dates[day]!;
  }

  working(day: number): boolean {
    const weekday = weekdayOf(this.#firstDay + day);
    return weekday !== 'sa' && weekday !== 'su';
  }

  account(slot: number, generation: number): AccountTruth {
    const key = `${slot}/${generation}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const made = accountTruth(this.scenario, this.draws, slot, generation);
    this.#accounts.set(key, made);
    return made;
  }

  /** The conversation a place of the book asks for on a day. */
  demand(slot: number, day: number): EngagementTruth | null {
    const key = day * this.scenario.accounts + slot;
    const known = this.#demand.get(key);
    if (known !== undefined) return known;
    const made = demandOf(this.scenario, this.draws, slot, day);
    this.#demand.set(key, made);
    return made;
  }

  /** What multiplies every hazard on a day: a season per place of the book, and shocks that all share. */
  climate(slot: number, day: number): number {
    const { season } = this.scenario;
    const phase = this.draws.at(`season/${slot}`, 0) * 0.5;
    return (1 + season * Math.sin(2 * Math.PI * (day / 365 + phase))) * this.#marketOn(day);
  }

  #marketOn(day: number): number {
    const { shock } = this.scenario;
    for (let next = this.#market.length; next <= day; next += 1) {
      const began = Array.from({ length: Math.min(shock.days, next + 1) }, (_, ago) => next - ago);
      const shaken = began.some((on) => this.draws.at('market', on) < shock.chance);
      this.#market.push(shaken ? shock.multiplier : 1);
    }
    return this.#market[day]!;
  }

  /** First and last day of the illness a rep is in on a day; null: well. */
  illness(rep: number, day: number): { readonly from: number; readonly to: number } | null {
    const { chance, longest } = this.scenario.illness;
    for (let began = Math.max(0, day - LONGEST_ILLNESS); began <= day; began += 1) {
      if (this.draws.at(`illness/${rep}`, 2 * began) >= chance) continue;
      const to = began + this.draws.integer(`illness/${rep}`, 2 * began + 1, 0, longest - 1);
      if (to >= day) return { from: began, to };
    }
    return null;
  }

  /** A rep's holiday of one week, once a quarter; planned long before. */
  holiday(rep: number, day: number): boolean {
    const week = Math.floor(day / WEEK);
    const quarter = Math.floor(week / HOLIDAY_EVERY);
    return week % HOLIDAY_EVERY === this.draws.integer(`holiday/${rep}`, quarter, 1, HOLIDAY_EVERY - 2);
  }

  /** Minutes of a rep-day that can be filled: under the load ceiling, and a multiple of what every meeting lasts. */
  get usableMinutes(): number {
    return 15 * Math.floor((LOAD_CEILING * this.scenario.repMinutes) / 15);
  }

  /** Minute of the local clock from which a rep has time for these conversations; for `repMinutes`. */
  freeFrom(rep: number, day: number): number {
    const quarters = Math.floor((DAY_ENDS - DAY_BEGINS - this.scenario.repMinutes) / 15);
    return DAY_BEGINS + 15 * this.draws.integer(`free/${rep}`, day, 0, quarters);
  }

  away(rep: number, day: number): boolean {
    return this.holiday(rep, day) || this.illness(rep, day) !== null;
  }

  /** The first morning: every place taken, nothing asked for yet. */
  initialState(): WorldState {
    const accounts = Array.from({ length: this.scenario.accounts }, (_, slot) => {
      const { id, elapsed } = this.account(slot, 0);
      return newcomer(id, 0, -elapsed);
    });
    return { contract: 'world/1', day: 0, accounts, engagements: [], commitments: [], ledger: [] };
  }
}

/** A customer at the start of a contract. */
export function newcomer(id: AccountTruth['id'], generation: number, periodStart: number) {
  return {
    id,
    generation,
    period: 0,
    periodStart,
    hazard: 0,
    saved: false,
    averted: 1,
    fatigue: 0,
    objected: false,
    passedOver: 0,
    passedSince: null,
    lostOn: null,
  };
}
