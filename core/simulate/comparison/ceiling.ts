import { cumulativeShare } from '../world/forecast.ts';
import type { Scenario } from '../world/scenario.ts';
import { World } from '../world/world.ts';

/** Minutes one step of the allocation hands out. */
const STEP = 5;

/**
 * The most that any policy can be expected to avert in a world with the minutes the team has, cents: a relaxation of
 * everything but time. Nobody is lost before the end, so every contract period counts whole; every conversation is open
 * from the first in its period on, whatever caps, calendars and due dates say; the true effects are known.
 *
 * Touches of one period avert V · p · (1 − Π (1 − ρ)) at most, p the danger left at the first of them. With l = −ln(1 − ρ)
 * the best use of m minutes is at most V · p · (1 − e^{−L(m)}), L the fractional knapsack of l by l per minute: concave in
 * m, so handing out steps of minutes by what they add is exact up to one step. O(n log n) in conversations.
 */
export function avertable(scenario: Scenario, seed: number, days: number): number {
  const world = new World(scenario, seed);
  let minutes = 0;
  for (let day = 0; day < days; day += 1) {
    if (!world.working(day)) continue;
    for (let rep = 0; rep < world.reps.length; rep += 1) if (!world.away(rep, day)) minutes += world.usableMinutes;
  }
  const steps: number[] = [];
  for (let slot = 0; slot < scenario.accounts; slot += 1) steps.push(...stepsOf(world, slot, days));
  steps.sort((a, b) => b - a);
  return steps.slice(0, Math.ceil(minutes / STEP)).reduce((sum, value) => sum + value, 0);
}

interface Conversation {
  readonly strength: number;
  readonly minutes: number;
}

/** What each further step of minutes averts with the first customer of a place, all periods. */
function stepsOf(world: World, slot: number, days: number): readonly number[] {
  const truth = world.account(slot, 0);
  const found: number[] = [];
  for (let from = -truth.elapsed; from < days; from += truth.periodDays) {
    const until = Math.min(days, from + truth.periodDays);
    const conversations: Conversation[] = [];
    let danger = 0;
    for (let day = until - 1; day >= Math.max(0, from); day -= 1) {
      danger += dangerOf(world, slot, day - from, day);
      const asked = world.working(day) ? world.demand(slot, day) : null;
      if (asked === null) continue;
      const averts = asked.effect * truth.responsiveness * truth.show;
      conversations.push({ strength: -Math.log1p(-Math.min(0.99, averts)), minutes: asked.minutes });
    }
    found.push(...concaveSteps(conversations, truth.stake * -Math.expm1(-danger)));
  }
  return found;
}

function dangerOf(world: World, slot: number, age: number, day: number): number {
  const { probability, periodDays, shape } = world.account(slot, 0);
  const share = cumulativeShare((age + 1) / periodDays, shape) - cumulativeShare(age / periodDays, shape);
  return -Math.log1p(-probability) * share * world.climate(slot, day);
}

/** Value of each step of minutes, not increasing. Conversations last a multiple of a step in this world. */
function concaveSteps(conversations: readonly Conversation[], most: number): readonly number[] {
  const steps: number[] = [];
  let averted = 0;
  for (const { strength, minutes } of conversations.toSorted(
    (a, b) => b.strength / b.minutes - a.strength / a.minutes,
  )) {
    for (let used = 0; used < minutes; used += STEP) {
      const next = averted + (strength * STEP) / minutes;
      steps.push(most * (Math.exp(-averted) - Math.exp(-next)));
      averted = next;
    }
  }
  return steps;
}
