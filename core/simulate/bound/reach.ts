import { accountHours } from '../../calendar/account-hours.ts';
import { dayOf } from '../../calendar/day.ts';
import { difference, type Interval, union } from '../../calendar/interval.ts';
import { epochMinutes, firstMinuteFrom } from '../../calendar/minute.ts';
import { noticeEnd } from '../../calendar/notice.ts';
import { hoursOfDay, wholeDay } from '../../calendar/weekly-hours.ts';
import type { Policy } from '../../model/policy.ts';
import { accountOf, asOfDay } from '../world/crm-view.ts';
import { busyOn, WORKING_HOURS } from '../world/rep-calendar.ts';
import type { World } from '../world/world.ts';

/** Days in which any notice has passed. */
const NOTICE_DAYS = 14;

interface Opening {
  /** The customer's hours of every day, UTC. */
  readonly open: readonly (readonly Interval[])[];
  /** First start allowed to what is asked for on the morning of a day. */
  readonly noticed: readonly number[];
}

/** Who can meet whom on which day by the calendars of both sides. Whatever the product plans is possible here, and more. */
export class Reach {
  readonly #world: World;
  readonly #days: number;
  readonly #policy: Policy;
  /** Free time of every rep on every day, UTC. */
  readonly #free: readonly (readonly (readonly Interval[])[])[];
  readonly #openings = new Map<string, Opening>();

  constructor(world: World, days: number, policy: Policy) {
    this.#world = world;
    this.#days = days;
    this.#policy = policy;
    this.#free = world.reps.map((_, rep) => Array.from({ length: days }, (_none, day) => this.#freeOn(rep, day)));
  }

  /** Whether the rep can hold so long a meeting with the customer on a day, after the notice due since `askedOn`. */
  can(slot: number, generation: number, rep: number, day: number, minutes: number, askedOn: number): boolean {
    const free = this.#free[rep]![day]!;
    if (free.length === 0) return false;
    const { open, noticed } = this.#openingOf(slot, generation);
    const first = noticed[askedOn]!;
    return open[day]!.some((hours) =>
      free.some(({ from, to }) => Math.min(to, hours.to) - Math.max(from, hours.from, first) >= minutes),
    );
  }

  #freeOn(rep: number, day: number): readonly Interval[] {
    const world = this.#world;
    if (!world.working(day) || world.away(rep, day)) return [];
    const { timeZone } = world.reps[rep]!;
    const hours = hoursOfDay(timeZone, WORKING_HOURS, dayOf(world.date(day)));
    const busy = busyOn(world, rep, day).map(({ from, to }) => ({ from: epochMinutes(from), to: epochMinutes(to) }));
    return difference(hours, union(busy));
  }

  #openingOf(slot: number, generation: number): Opening {
    const { timeZone, jurisdiction, hours } = this.#world.account(slot, generation);
    const key = `${timeZone} ${jurisdiction} ${hours?.from ?? ''}`;
    const known = this.#openings.get(key);
    if (known !== undefined) return known;
    const found = this.#opening(slot, generation);
    this.#openings.set(key, found);
    return found;
  }

  #opening(slot: number, generation: number): Opening {
    const world = this.#world;
    const state = world.initialState();
    const account = accountOf(world, state, { ...state.accounts[slot]!, generation, periodStart: 0 }, slot);
    const open: (readonly Interval[])[] = [];
    const noticed: number[] = [];
    for (let day = 0; day < this.#days; day += 1) {
      const asOf = firstMinuteFrom(asOfDay(world, day));
      open.push(accountHours(account, account.timeZone, wholeDay(account.timeZone, dayOf(world.date(day)))));
      const end = asOf + NOTICE_DAYS * 1440;
      noticed.push(noticeEnd(account, asOf, this.#policy.contact.noticeBusinessHours, end));
    }
    return { open, noticed };
  }
}
