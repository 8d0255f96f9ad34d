import type { Policy } from '../../model/policy.ts';
import type { World } from '../world/world.ts';
import { type Arm, armOf } from './arm.ts';
import { type ContactAges, contactAges } from './contact-ages.ts';
import { LENGTHS, type Prices } from './prices.ts';
import { Reach } from './reach.ts';
import { type SolvedArm, solveArm } from './solve-arm.ts';

/** Days between the mornings for which the cost of a newcomer is worked out. */
const GRID = 28;
/** Of the places of the book every such share is asked what its next customer costs, in turn from morning to morning. */
const ASKED = 4;
/** Days from the night of a loss to the first of the one who follows. */
const VACANT = 21;

export interface SolvedBook {
  /** Cents: losses and the price of all meetings. */
  readonly cost: number;
  /** Expected meetings by place of {@link Prices}. */
  readonly held: Float64Array;
}

/** Customers who follow a lost one in the places of a region: from each of some mornings on, several. */
interface Newcomers {
  readonly costs: Float64Array;
  readonly arms: readonly (readonly Arm[])[];
}

/** All customers of a world, each a process of its own once time has a price. What they are does not depend on prices. */
export class Book {
  readonly #days: number;
  readonly #ages: ContactAges;
  readonly #first: readonly Arm[];
  readonly #newcomers: readonly Newcomers[];

  constructor(world: World, days: number, policy: Policy) {
    this.#days = days;
    this.#ages = contactAges(policy.contact);
    const room = { world, days, reach: new Reach(world, days, policy) };
    const places = Array.from({ length: world.scenario.accounts }, (_, slot) => slot);
    this.#first = places.map((slot) =>
      armOf(room, { slot, generation: 0, start: 0, elapsed: world.account(slot, 0).elapsed }),
    );
    const starts = Array.from({ length: Math.ceil(days / GRID) }, (_, index) => index * GRID);
    this.#newcomers = [0, 1].map((region) => ({
      costs: new Float64Array(starts.length + 1),
      arms: starts.map((start, index) =>
        places
          .filter((slot) => slot % 2 === region && Math.floor(slot / 2) % ASKED === index % ASKED)
          .map((slot) => armOf(room, { slot, generation: 1, start, elapsed: 0 })),
      ),
    }));
  }

  solve(prices: Prices): SolvedBook {
    const followers = this.#newcomers.map((each) => this.#costOf(each, prices));
    const held = new Float64Array(this.#days * prices.reps * LENGTHS);
    const arrivals = followers.map(({ samples }) => new Float64Array(samples.length + 1));
    let cost = 0;
    this.#first.forEach((arm, slot) => {
      const solved = solveArm(arm, this.#ages, prices, (day) => followers[slot % 2]!.costFrom(day + VACANT));
      cost += solved.cost;
      count(prices, arm, solved, 1, held, arrivals[slot % 2]!);
    });
    followers.forEach(({ samples }, region) => {
      samples.forEach((sample, index) => {
        const expected = arrivals[region]![index]! / Math.max(1, sample.length);
        for (const { arm, solved } of sample) count(prices, arm, solved, expected, held, arrivals[region]!);
      });
    });
    return { cost, held };
  }

  /** What a customer who follows a lost one costs, a mean of several, from each of some mornings on; the last first. */
  #costOf({ costs, arms }: Newcomers, prices: Prices) {
    const samples: { readonly arm: Arm; readonly solved: SolvedArm }[][] = arms.map(() => []);
    const costFrom = (day: number): number => {
      if (day >= this.#days) return 0;
      const at = Math.floor(day / GRID);
      const part = day / GRID - at;
      return costs[at]! * (1 - part) + costs[at + 1]! * part;
    };
    for (let index = arms.length - 1; index >= 0; index -= 1) {
      // Of whom is lost within a week after the morning being worked out, nothing nearer is known than the next.
      const after = (day: number) => costFrom(Math.max(day + VACANT, (index + 1) * GRID));
      const solved = arms[index]!.map((arm) => ({ arm, solved: solveArm(arm, this.#ages, prices, after) }));
      costs[index] = solved.reduce((sum, each) => sum + each.solved.cost, 0) / Math.max(1, solved.length);
      samples[index] = solved;
    }
    return { costFrom, samples };
  }
}

/** Adds the meetings an arm is expected to hold, and when those who follow its customer are expected. */
function count(
  prices: Prices,
  arm: Arm,
  { plays }: SolvedArm,
  weight: number,
  held: Float64Array,
  arrivals: Float64Array,
): void {
  plays.forEach(({ talks, times, lost }, index) => {
    const day = arm.start + index;
    talks.forEach(({ rep, option }, number) => {
      held[prices.place(rep, day, option.minutes)]! += weight * times[number]!;
    });
    const at = (day + VACANT) / GRID;
    const low = Math.floor(at);
    if (low + 1 >= arrivals.length) return;
    arrivals[low]! += weight * lost * (low + 1 - at);
    arrivals[low + 1]! += weight * lost * (at - low);
  });
}
