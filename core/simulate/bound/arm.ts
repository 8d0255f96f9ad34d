import { cumulativeShare } from '../world/forecast.ts';
import { trueEffect } from '../world/population.ts';
import type { World } from '../world/world.ts';
import type { Prices } from './prices.ts';
import type { Reach } from './reach.ts';

/** Share of the effect left when somebody else than the owner calls. */
const NOT_OWNER = 0.88;

/** A way to hold an open conversation on a day: who, at what price, and what share of the unsaved it saves. */
export interface Option {
  /** Place of the conversation among those open on the day. */
  readonly open: number;
  readonly rep: number;
  readonly minutes: number;
  readonly fee: number;
  readonly effect: number;
}

/**
 * One customer alone, as a process that is decided day by day: what is open when, what it costs to hold it, and the danger
 * of each night. Everything is known but what chance decides: who is lost, who does not show up, whom a talk saves.
 */
export interface Arm {
  readonly start: number;
  readonly stake: number;
  readonly show: number;
  /** Of every day from `start` on. */
  readonly days: readonly ArmDay[];
}

export interface ArmDay {
  /** Conversations open on this day, by number, those of the morning last. */
  readonly open: readonly number[];
  readonly asked: boolean;
  readonly options: readonly Option[];
  /** Chance of losing an unsaved customer this night. */
  readonly loss: number;
  /** The contract period ends with this night. */
  readonly renews: boolean;
}

/** The customer of a place from a day on, `elapsed` days into a period. */
export function armOf(
  { world, reach, days }: { readonly world: World; readonly reach: Reach; readonly days: number },
  customer: { readonly slot: number; readonly generation: number; readonly start: number; readonly elapsed: number },
  prices: Prices,
): Arm {
  const { slot, generation, start, elapsed } = customer;
  const truth = world.account(slot, generation);
  const { periodDays, shape, stake, show } = truth;
  const owner = truth.owner % world.reps.length;
  const asked: { readonly number: number; readonly on: number; readonly until: number }[] = [];
  const made: ArmDay[] = [];
  for (let day = start; day < days; day += 1) {
    const demand = world.working(day) ? world.demand(slot, day) : null;
    if (demand !== null) asked.push({ number: asked.length, on: day, until: day + demand.days });
    const open = asked.filter(({ until }) => day <= until);
    const options = !world.working(day)
      ? []
      : open.flatMap(({ on }, index) => {
          const { minutes, skilled, ...talk } = world.demand(slot, on)!;
          const effect = trueEffect({ ...talk, minutes, skilled }, truth);
          const able = world.reps.flatMap(({ skills }, rep) => {
            if (skilled && !skills.includes('review')) return [];
            return reach.can(slot, generation, rep, day, minutes, on)
              ? [{ rep, fee: prices.fee(rep, day, minutes) }]
              : [];
          });
          const own = able.find(({ rep }) => rep === owner);
          const [other] = able.filter(({ rep }) => rep !== owner).sort((a, b) => a.fee - b.fee);
          const best: Option[] = [];
          if (own !== undefined) best.push({ open: index, minutes, ...own, effect });
          if (other !== undefined && (own === undefined || other.fee < own.fee))
            best.push({ open: index, minutes, ...other, effect: effect * NOT_OWNER });
          return best;
        });
    const age = (elapsed + day - start) % periodDays;
    const share = cumulativeShare((age + 1) / periodDays, shape) - cumulativeShare(age / periodDays, shape);
    const danger = -Math.log1p(-truth.probability) * share * world.climate(slot, day);
    made.push({
      ...{ open: open.map(({ number }) => number), asked: demand !== null, options },
      ...{ loss: -Math.expm1(-danger), renews: age + 1 === periodDays },
    });
  }
  return { start, stake, show, days: made };
}
