import { z } from 'zod';
import { Breach, type Condition, Quarter, type SeedRun } from '../../model/simulation.ts';
import { burned, meanFatigue } from './burned.ts';
import { WorldState } from './state.ts';
import { emptyTally, Tally } from './tally.ts';
import type { World } from './world.ts';

export const QUARTER_DAYS = 91;
/** Breaches kept with their text. */
const EXAMPLES = 12;

/** world-run/1: a run under way. A plain document: it can be stored after any day and goes on as if nothing had been. */
export const WorldRun = z.strictObject({
  contract: z.literal('world-run/1'),
  state: WorldState,
  quarters: z.array(Quarter),
  tally: Tally,
  /** The last working days' minutes and absences, by rep. */
  loads: z.array(z.strictObject({ day: z.int(), minutes: z.array(z.int()), away: z.array(z.boolean()) })),
  breaches: z.record(z.string(), z.int()),
  examples: z.array(Breach),
});
export type WorldRun = z.infer<typeof WorldRun>;

export function startRun(world: World): WorldRun {
  const state = world.initialState();
  const nothing = { quarters: [], loads: [], breaches: {}, examples: [] };
  return { contract: 'world-run/1', state, tally: emptyTally(), ...nothing };
}

export function withBreaches(run: WorldRun, found: readonly Breach[]): Pick<WorldRun, 'breaches' | 'examples'> {
  if (found.length === 0) return { breaches: run.breaches, examples: run.examples };
  const breaches = { ...run.breaches };
  for (const { condition } of found) breaches[condition] = (breaches[condition] ?? 0) + 1;
  // The first of every condition, whatever floods in before it.
  const examples = [...run.examples];
  for (const each of found) {
    const alike = examples.filter(({ condition }) => condition === each.condition).length;
    if (examples.length < EXAMPLES && alike < 3) examples.push(each);
  }
  return { breaches, examples };
}

/** What is told of a run that has come to its end. */
export function seedRunOf(world: World, run: WorldRun, planner: string, seed: number): SeedRun {
  const count = (condition: Condition) => run.breaches[condition] ?? 0;
  return {
    contract: 'seed-run/1',
    scenario: world.scenario.name,
    planner,
    seed,
    days: run.state.day,
    quarters: run.quarters,
    fatigue: meanFatigue(run.state),
    burned: burned(world, run.state),
    breaches: {
      'allowed-hours': count('allowed-hours'),
      objection: count('objection'),
      'contact-cap': count('contact-cap'),
      'group-starved': count('group-starved'),
      'rep-ceiling': count('rep-ceiling'),
      'returner-flooded': count('returner-flooded'),
      'vulnerable-dropped': count('vulnerable-dropped'),
      'long-term': count('long-term'),
    },
    examples: run.examples,
  };
}
