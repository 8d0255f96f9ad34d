import type { Policy } from '../../model/policy.ts';
import type { Breach } from '../../model/simulation.ts';
import { livedDayBreaches } from '../conditions/lived-day.ts';
import { LOADS_KEPT, returnerBreaches } from '../conditions/returner.ts';
import { starvedGroups } from '../conditions/starvation.ts';
import type { Planner } from '../planners/planner.ts';
import { evening, liveDay } from './live-day.ts';
import { nightfall } from './nightfall.ts';
import { planMorning } from './plan-morning.ts';
import { QUARTER_DAYS, seedRunOf, startRun, type WorldRun, withBreaches } from './run.ts';
import type { Scenario } from './scenario.ts';
import { countMeetings, emptyTally, loadsOf, parityOf, type Tally } from './tally.ts';
import { World } from './world.ts';

export interface Rules {
  readonly planner: Planner;
  /** The guardrails every day is held to, whatever the planner's own policy says. */
  readonly guardrails: Policy;
}

/** One policy through one world from the first morning on. Pure: the same arguments give the same document anywhere. */
export function simulate(scenario: Scenario, seed: number, days: number, rules: Rules) {
  const world = new World(scenario, seed);
  let run = startRun(world);
  while (run.state.day < days) run = liveOn(world, run, rules, seed);
  return seedRunOf(world, run, rules.planner.name, seed);
}

/** Plan, live a day, observe. */
export function liveOn(world: World, run: WorldRun, rules: Rules, seed: number): WorldRun {
  const { day } = run.state;
  const tally: Tally = { ...run.tally, eligible: [...run.tally.eligible], covered: [...run.tally.covered] };
  const breaches: Breach[] = [];
  let { state, loads } = run;
  if (world.working(day)) {
    const morning = planMorning(world, state, rules, seed, tally);
    const lived = liveDay(world, morning);
    breaches.push(...livedDayBreaches(world, morning, lived.meetings, rules.guardrails));
    countMeetings(tally, lived.meetings, lived.cancelled.length);
    loads = [...loads, loadsOf(world, day, lived.meetings)].slice(-LOADS_KEPT);
    breaches.push(...returnerBreaches(loads, world.reps));
    state = evening(morning, lived);
  }
  state = nightfall(world, state, tally, breaches);
  const ended = state.day % QUARTER_DAYS === 0;
  if (!ended) return { ...run, state, loads: [...loads], tally, ...withBreaches(run, breaches) };
  const parity = parityOf(world, tally);
  breaches.push(...starvedGroups(parity, rules.guardrails.equity, day));
  const { eligible: _eligible, covered: _covered, ...counts } = tally;
  const quarters = [...run.quarters, { ...counts, parity }];
  return { ...run, state, loads: [...loads], quarters, tally: emptyTally(), ...withBreaches(run, breaches) };
}
