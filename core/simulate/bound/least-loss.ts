import type { Policy } from '../../model/policy.ts';
import type { Scenario } from '../world/scenario.ts';
import { World } from '../world/world.ts';
import { type Arm, armOf } from './arm.ts';
import { LENGTHS, Prices } from './prices.ts';
import { Reach } from './reach.ts';
import { type SolvedArm, solveArm } from './solve-arm.ts';

/** Days between the mornings for which the cost of a newcomer is worked out. */
const GRID = 28;
/** Of the places of the book every such share is asked what its next customer costs, in turn from morning to morning. */
const ASKED = 4;
/** Days from the night of a loss to the first of the one who follows. */
const VACANT = 21;
/** Cents a minute to start from. */
const START_PRICE = 200;

export interface LeastLoss {
  /** Cents: no policy is expected to lose less in this world. */
  readonly loss: number;
  /** Share of the rep-days' time the relaxed optimum uses, for the curious. */
  readonly used: number;
}

/**
 * What every policy is expected to lose in a world at least: the Lagrangian bound of the weakly coupled decision process
 * (Hawkins 2003; Adelman & Mersereau 2008; for one price and arms alone Whittle 1988). The reps' time is priced by rep, day
 * and length, which takes the book apart into customers, each solved exactly; the bound is their cost less the worth of all
 * time at these prices, whatever the prices are. They are improved by `rounds` of a multiplicative subgradient.
 *
 * Kept: both calendars and clocks, notice, skills, owners, one meeting a day, who does not show up, two tries, at most two
 * open conversations, due dates, the ceiling and the buffer, chance unknown. Given away: the demand, the climate, illnesses
 * and holidays of the year are known beforehand; no caps but one a day, no fatigue, nobody late, nobody objects, no group or
 * vulnerable customer is owed anything.
 */
export function leastLoss(scenario: Scenario, seed: number, days: number, policy: Policy, rounds = 16): LeastLoss {
  const world = new World(scenario, seed);
  const room = { world, days, reach: new Reach(world, days, policy), prices: startPrices(world, days, policy) };
  let best: LeastLoss = { loss: Number.NEGATIVE_INFINITY, used: 0 };
  for (let round = 0; ; round += 1) {
    const found = relaxed(room);
    const { cost, capacity, used } = found;
    if (cost - capacity > best.loss) best = { loss: cost - capacity, used: sum(used) / Math.max(1, found.minutes) };
    if (round === rounds) return best;
    improve(room, used, 0.6 / Math.sqrt(1 + round));
  }
}

interface Room {
  readonly world: World;
  readonly days: number;
  readonly reach: Reach;
  readonly prices: Prices;
}

function startPrices(world: World, days: number, policy: Policy): Prices {
  const prices = new Prices(world, days, policy.rep.bufferMinutes);
  for (let day = 0; day < days; day += 1)
    for (let rep = 0; rep < prices.reps; rep += 1) prices.set(rep, day, feesFor(START_PRICE * 45));
  return prices;
}

/** Fees of a day's worth: the whole buys the longest meeting; a short one costs more than its minutes, since two fill a day. */
function feesFor(worth: number): readonly number[] {
  return [0.35 * worth, 0.65 * worth, worth];
}

function relaxed(room: Room) {
  const { world, days, prices } = room;
  const newcomers = costOfNewcomers(room);
  let cost = 0;
  const used = new Float64Array(days * prices.reps * LENGTHS);
  const arrivals = newcomers.map(({ starts }) => new Float64Array(starts.length));
  for (let slot = 0; slot < world.scenario.accounts; slot += 1) {
    const kind = newcomers[slot % 2]!;
    const { elapsed } = world.account(slot, 0);
    const arm = armOf(room, { slot, generation: 0, start: 0, elapsed }, prices);
    const solved = solveArm(arm, (day) => kind.costFrom(day + VACANT));
    cost += solved.cost;
    count(prices, arm, solved, 1, used, arrivals[slot % 2]!);
  }
  newcomers.forEach(({ samples }, kind) => {
    samples.forEach((at, index) => {
      const expected = arrivals[kind]![index]! / Math.max(1, at.length);
      if (expected > 0) for (const { arm, solved } of at) count(prices, arm, solved, expected, used, arrivals[kind]!);
    });
  });
  let capacity = 0;
  let minutes = 0;
  for (let day = 0; day < days; day += 1)
    for (let rep = 0; rep < prices.reps; rep += 1) {
      if (!open(world, rep, day)) continue;
      capacity += prices.dearest(rep, day).cost;
      minutes += world.usableMinutes;
    }
  return { cost, capacity, used, minutes };
}

/** What a customer who follows a lost one costs from each of some mornings on, a mean of several; by region. Last first. */
function costOfNewcomers(room: Room) {
  const { world, days, prices } = room;
  const starts = Array.from({ length: Math.ceil(days / GRID) + 1 }, (_, index) => index * GRID);
  const places = Array.from({ length: world.scenario.accounts }, (_, slot) => slot);
  return [0, 1].map((region) => {
    const costs = new Float64Array(starts.length);
    const samples: { readonly arm: Arm; readonly solved: SolvedArm }[][] = starts.map(() => []);
    const costFrom = (day: number): number => {
      if (day >= days) return 0;
      const at = Math.floor(day / GRID);
      const part = day / GRID - at;
      return costs[at]! * (1 - part) + costs[at + 1]! * part;
    };
    for (let index = starts.length - 2; index >= 0; index -= 1) {
      // Of whom is lost within a week after the morning being worked out, nothing nearer is known than the next.
      const after = (day: number) => costFrom(Math.max(day + VACANT, starts[index + 1]!));
      const slots = places.filter((slot) => slot % 2 === region && Math.floor(slot / 2) % ASKED === index % ASKED);
      for (const slot of slots) {
        const arm = armOf(room, { slot, generation: 1, start: starts[index]!, elapsed: 0 }, prices);
        const solved = solveArm(arm, after);
        costs[index]! += solved.cost / slots.length;
        samples[index]!.push({ arm, solved });
      }
    }
    return { starts, costFrom, samples };
  });
}

/** Adds the minutes an arm is expected to use, and when those who follow its customer are expected. */
function count(
  prices: Prices,
  arm: Arm,
  { plays }: SolvedArm,
  weight: number,
  used: Float64Array,
  arrivals: Float64Array,
) {
  plays.forEach(({ options, lost }, index) => {
    const day = arm.start + index;
    options.forEach((times, number) => {
      const { rep, minutes } = arm.days[index]!.options[number]!;
      used[prices.place(rep, day, minutes)]! += weight * times * minutes;
    });
    const at = (day + VACANT) / GRID;
    const low = Math.floor(at);
    if (low + 1 >= arrivals.length) return;
    arrivals[low]! += weight * lost * (low + 1 - at);
    arrivals[low + 1]! += weight * lost * (at - low);
  });
}

function open(world: World, rep: number, day: number): boolean {
  return world.working(day) && !world.away(rep, day);
}

/** Dearer where more is asked for than there is, cheaper where less. */
function improve({ world, days, prices }: Room, used: Float64Array, step: number): void {
  for (let day = 0; day < days; day += 1)
    for (let rep = 0; rep < prices.reps; rep += 1) {
      if (!open(world, rep, day)) continue;
      const first = prices.place(rep, day, 15);
      const asked = sum(used.subarray(first, first + LENGTHS)) / world.usableMinutes;
      const worth = prices.fee(rep, day, 45);
      prices.set(rep, day, feesFor(Math.max(1, worth * Math.exp(step * Math.max(-1, Math.min(1, asked - 1))))));
    }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
