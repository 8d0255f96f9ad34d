import { cumulativeShare } from '../world/forecast.ts';
import { contactedByOthers } from '../world/nature.ts';
import { trueEffect } from '../world/population.ts';
import type { World } from '../world/world.ts';
import { OpenTalks } from './open-talks.ts';
import type { Reach } from './reach.ts';

/** A conversation that is open on a day and can be held: what it takes, who can, and what becomes of what is open. */
export interface Option {
  readonly minutes: number;
  /** Share of the unsaved it saves, held by the owner. */
  readonly effect: number;
  /** The owner, if able; and all others who are. */
  readonly own: number | null;
  readonly others: readonly number[];
  /** By state of what is open: once it was held, and once nobody showed up; −1: it is gone already. */
  readonly held: Int32Array;
  readonly missed: Int32Array;
}

/**
 * One customer alone, as a process that is decided day by day: what is open when, who could hold it, and the danger of each
 * night. Everything is known but what chance decides: who is lost, who does not show up, whom a talk saves.
 */
export interface Arm {
  readonly start: number;
  readonly stake: number;
  readonly show: number;
  /** State of what is open on the first day. */
  readonly first: number;
  /** Of every day from `start` on. */
  readonly days: readonly ArmDay[];
}

export interface ArmDay {
  /** Number of states of what is open. */
  readonly states: number;
  /** Every state as it is on the next day. */
  readonly onto: Int32Array;
  readonly options: readonly Option[];
  /** Chance that who was not saved when the period began is there this morning; and of losing them this night. */
  readonly survival: number;
  readonly loss: number;
  /** Somebody else contacts the customer in the evening. */
  readonly byOthers: boolean;
  /** The contract period ends with this night. */
  readonly renews: boolean;
}

const NOTHING = new OpenTalks([]);

/** The customer of a place from a day on, `elapsed` days into a period. */
export function armOf(
  { world, reach, days }: { readonly world: World; readonly reach: Reach; readonly days: number },
  customer: { readonly slot: number; readonly generation: number; readonly start: number; readonly elapsed: number },
): Arm {
  const { slot, generation, start, elapsed } = customer;
  const truth = world.account(slot, generation);
  const { periodDays, shape, stake, show } = truth;
  const owner = truth.owner % world.reps.length;
  let asked: { readonly number: number; readonly on: number; readonly until: number }[] = [];
  let number = 0;
  const opening = (day: number) => {
    const demand = day < days && world.working(day) ? world.demand(slot, day) : null;
    asked = asked.filter(({ until }) => day <= until);
    if (demand !== null) asked.push({ number: number++, on: day, until: day + demand.days });
    const talks = asked.length === 0 ? NOTHING : new OpenTalks(asked.map((each) => each.number));
    return { asked, talks, fresh: demand !== null };
  };
  const optionsOn = (day: number, { asked: open, talks }: ReturnType<typeof opening>): readonly Option[] =>
    open.flatMap(({ on }, place) => {
      const talk = world.demand(slot, on)!;
      const { minutes, skilled } = talk;
      const able = world.reps.flatMap(({ skills }, rep) =>
        (!skilled || skills.includes('review')) && reach.can(slot, generation, rep, day, minutes, on) ? [rep] : [],
      );
      if (able.length === 0) return [];
      const effect = trueEffect(talk, truth);
      const own = able.includes(owner) ? owner : null;
      const others = able.filter((rep) => rep !== owner);
      return [{ minutes, effect, own, others, held: talks.after(place, true), missed: talks.after(place, false) }];
    });
  const made: ArmDay[] = [];
  let today = opening(start);
  const first = today.talks.untouched;
  let survival = 1;
  for (let day = start; day < days; day += 1) {
    const options = world.working(day) ? optionsOn(day, today) : [];
    const tomorrow = opening(day + 1);
    const age = (elapsed + day - start) % periodDays;
    const share = cumulativeShare((age + 1) / periodDays, shape) - cumulativeShare(age / periodDays, shape);
    const danger = -Math.log1p(-truth.probability) * share * world.climate(slot, day);
    const [loss, renews] = [-Math.expm1(-danger), age + 1 === periodDays];
    const onto = today.talks.onto(tomorrow.talks, tomorrow.fresh);
    const byOthers = contactedByOthers(world, slot, day);
    made.push({ states: today.talks.count, onto, options, survival, loss, byOthers, renews });
    survival = renews ? 1 : survival * (1 - loss);
    today = tomorrow;
  }
  return { start, stake, show, first, days: made };
}
