import { likeShare } from './like-days.ts';
import { noPrices, type Prices } from './oracle.ts';
import type { Problem } from './problem.ts';
import { pinnedSlack, type Relaxation, relaxedValue, type Slack, slackOfChoices } from './relaxation.ts';
import { settlePrices } from './settle-prices.ts';
import { uniformPrices } from './uniform-prices.ts';

export interface Gait {
  /** Evaluations of the relaxation. */
  readonly iterations: number;
  /** Weight of the last direction in the next one. */
  readonly deflection: number;
  /** How far below the best value the target lies at first, as a share of it. */
  readonly target: number;
  /** What an iteration must bring, as a share of the best value, over the last WINDOW of them: else they end. */
  readonly least: number;
}

const FROM_NOTHING = { deflection: 0.93, target: 0.01, least: 0 };
/** From prices of the round before. */
const BETWEEN_ROUNDS = { deflection: 0.93, target: 0.002, least: 0 };
const WINDOW = 5;
/** How the target shrinks. */
const SHRINK = 0.6;
/** Iterations without a better value before the target comes nearer and the search goes back to the best prices. */
const PATIENCE = 3;
/** Share of the mean slack of a rep-day, and of all rep-days of a date, that moves with each of its slots. */
const DAY_SHARE = 2;
const DATE_SHARE = 2;
/** Share of rep-days with a double from which on choices between reps mostly tie. */
const MOSTLY_ALIKE = 0.8;
/** Steps of the softened relaxation for each iteration: it ends by itself where nothing is gained any more. */
const SOFT_STEPS = 2;

/**
 * Prices that make the bound small: deflected subgradient, preconditioned so that the level of a day moves faster than its
 * profile, with a target level that closes in geometrically (Camerini, Fratta, Maffioli 1975; Brännlund 1993). Where caps bind
 * and choices tie, all engagements would jump between the same few places at once: there the relaxation is softened first.
 * Work: `iterations` evaluations of the relaxation, or at most about SOFT_STEPS times as many of the softened one.
 */
export function findPrices(relaxed: Relaxation, iterations: number, from: Prices | null): Prices {
  if (from !== null) return improvePrices(relaxed, from, () => ({ ...BETWEEN_ROUNDS, iterations }));
  const start = uniformPrices(relaxed);
  return capsTie(relaxed, start)
    ? settlePrices(relaxed, start, SOFT_STEPS * iterations)
    : improvePrices(relaxed, start, () => ({ ...FROM_NOTHING, iterations }));
}

/** Whole meetings tie wherever their number is what binds; minutes, which differ in length, only between reps that are alike. */
function capsTie({ problem }: Relaxation, { count, minute }: Prices): boolean {
  if (count.some((price) => price > 0)) return true;
  return minute.some((price) => price > 0) && likeShare(problem) >= MOSTLY_ALIKE;
}

/**
 * The same from prices that are near: ties were shared out when they were found. `gaitAt`: how to go on, by the bound at those
 * prices.
 */
export function improvePrices(relaxed: Relaxation, from: Prices, gaitAt: (bound: number) => Gait): Prices {
  const { problem } = relaxed;
  const prices = copyOf(from);
  const best = copyOf(prices);
  const pinned = pinnedSlack(problem);
  const slack: Slack = { slot: pinned.slot.slice(), minute: pinned.minute.slice(), count: pinned.count.slice() };
  const move = noPrices(problem);
  const direction = noPrices(problem);
  const scratch = dateScratch(problem);
  let bestValue = Number.POSITIVE_INFINITY;
  let value = relaxedValue(relaxed, prices, 1);
  const { iterations, deflection, least, ...gait } = gaitAt(value);
  const reached: number[] = [];
  let { target } = gait;
  let stalled = 0;
  for (let i = 0; i < iterations; i++) {
    if (i > 0) value = relaxedValue(relaxed, prices, 1);
    if (value < bestValue * (1 - 1e-6)) stalled = 0;
    else stalled++;
    if (value < bestValue) {
      bestValue = value;
      assign(best, prices);
    }
    reached.push(bestValue);
    if (i >= WINDOW && reached[i - WINDOW]! - bestValue < WINDOW * least * Math.abs(bestValue)) break;
    if (stalled > PATIENCE) {
      stalled = 0;
      target *= SHRINK;
      assign(prices, best);
      move.slot.fill(0);
      move.minute.fill(0);
      move.count.fill(0);
      continue;
    }
    slackOfChoices(relaxed, pinned, slack);
    precondition(problem, slack, prices, direction, scratch);
    const norm = dot(slack, direction);
    if (!(norm > 0)) break;
    const step = (value - bestValue + target * Math.abs(bestValue)) / norm;
    walk(prices.slot, move.slot, direction.slot, step, deflection);
    walk(prices.minute, move.minute, direction.minute, step, deflection);
    walk(prices.count, move.count, direction.count, step, deflection);
  }
  return best;
}

function walk(
  price: Float64Array,
  move: Float64Array,
  direction: Float64Array,
  step: number,
  deflection: number,
): void {
  for (let i = 0; i < price.length; i++) {
    const change = deflection * move[i]! + (1 - deflection) * step * direction[i]!;
    move[i] = change;
    const next = price[i]! - change;
    price[i] = next > 0 ? next : 0;
  }
}

interface DateScratch {
  /** Slack and slots by touch day. */
  readonly slack: Float64Array;
  readonly slots: Float64Array;
}

function dateScratch({ days }: Problem): DateScratch {
  return { slack: new Float64Array(days.touchCount), slots: new Float64Array(days.touchCount) };
}

/** direction = H · slack, H symmetric: own slack, and shares of the sums over the rep-day and the touch day. */
function precondition(problem: Problem, slack: Slack, prices: Prices, direction: Prices, scratch: DateScratch): void {
  const { days, slotMinutes } = problem;
  scratch.slack.fill(0);
  scratch.slots.fill(0);
  for (let d = 0; d < days.count; d++) {
    let sum = 0;
    for (let s = days.offset[d]!; s < days.offset[d + 1]!; s++) {
      const own = slack.slot[s]!;
      // A slot that nobody wants and that costs nothing stays so.
      if (own < 0 || prices.slot[s]! > 0) sum += own;
      direction.slot[s] = own;
    }
    const width = days.slots[d]!;
    if (width === 0) continue;
    scratch.slack[days.touch[d]!] = scratch.slack[days.touch[d]!]! + sum;
    scratch.slots[days.touch[d]!] = scratch.slots[days.touch[d]!]! + width;
    const share = (DAY_SHARE * sum) / width;
    for (let s = days.offset[d]!; s < days.offset[d + 1]!; s++) {
      if (slack.slot[s]! < 0 || prices.slot[s]! > 0) direction.slot[s] = direction.slot[s]! + share;
      else direction.slot[s] = 0;
    }
    direction.minute[d] = ((1 + DAY_SHARE) * slack.minute[d]!) / (slotMinutes * slotMinutes * width);
    direction.count[d] = ((1 + DAY_SHARE) * slack.count[d]!) / 1;
    if (slack.minute[d]! > 0 && prices.minute[d] === 0) direction.minute[d] = 0;
    if (slack.count[d]! > 0 && prices.count[d] === 0) direction.count[d] = 0;
  }
  for (let d = 0; d < days.count; d++) {
    const t = days.touch[d]!;
    const share = scratch.slots[t]! > 0 ? (DATE_SHARE * scratch.slack[t]!) / scratch.slots[t]! : 0;
    if (share === 0) continue;
    for (let s = days.offset[d]!; s < days.offset[d + 1]!; s++) {
      if (slack.slot[s]! < 0 || prices.slot[s]! > 0) direction.slot[s] = direction.slot[s]! + share;
    }
  }
}

function dot(slack: Slack, direction: Prices): number {
  let sum = 0;
  for (let i = 0; i < slack.slot.length; i++) sum += slack.slot[i]! * direction.slot[i]!;
  for (let d = 0; d < slack.minute.length; d++)
    sum += slack.minute[d]! * direction.minute[d]! + slack.count[d]! * direction.count[d]!;
  return sum;
}

function copyOf({ slot, minute, count }: Prices): Prices {
  return { slot: slot.slice(), minute: minute.slice(), count: count.slice() };
}

function assign(to: Prices, from: Prices): void {
  to.slot.set(from.slot);
  to.minute.set(from.minute);
  to.count.set(from.count);
}
