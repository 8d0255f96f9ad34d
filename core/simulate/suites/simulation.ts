import type { Policy } from '../../model/policy.ts';
import type { SeedRun } from '../../model/simulation.ts';
import { decided, judgePairs, type Pair } from '../comparison/judge-pairs.ts';
import { GUARDRAILS, type PlannerSpec, plannerOf } from '../planners/roster.ts';
import { simulate } from '../world/live-on.ts';
import { QUARTER_DAYS } from '../world/run.ts';
import { type Scenario, STEADY } from '../world/scenario.ts';
import { type SuiteEvidence, suiteEvidence, type Trial } from './result.ts';

/** One run to make: small enough to send to another thread, and all its result depends on. */
export interface RunOrder {
  readonly scenario: Scenario;
  readonly spec: PlannerSpec;
  readonly seed: number;
  readonly days: number;
}

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly days: number;
  /** The most worlds to look at. */
  readonly seeds: number;
}

export const SIMULATION_DEFAULTS: SimulationOptions = { scenario: STEADY, days: 4 * QUARTER_DAYS, seeds: 60 };

export function runOrder({ scenario, spec, seed, days }: RunOrder): SeedRun {
  return simulate(scenario, seed, days, { planner: plannerOf(spec), guardrails: GUARDRAILS });
}

/** The two runs of a world; candidate first. */
export function pairOrders(
  candidate: Policy,
  stable: Policy,
  options: SimulationOptions,
  seed: number,
): [RunOrder, RunOrder] {
  const { scenario, days } = options;
  const order = (name: string, policy: Policy): RunOrder => ({
    ...{ scenario, days, seed },
    spec: { kind: 'product', name, title: name, policy },
  });
  return [order('candidate', candidate), order('stable', stable)];
}

/** The result of the pairs so far, and whether looking at more worlds can still change it. */
export function simulationVerdict(trial: Trial, pairs: readonly Pair[]): SuiteEvidence & { readonly decided: boolean } {
  const checks = judgePairs(pairs);
  return { ...suiteEvidence('simulation', trial, checks, pairs.length), decided: decided(checks) };
}

/** Suite `simulation` in one thread: world after world until it is decided or the worlds are used up. */
export function simulationSuite(
  trial: Trial,
  candidate: Policy,
  stable: Policy,
  options: SimulationOptions = SIMULATION_DEFAULTS,
): SuiteEvidence {
  const pairs: Pair[] = [];
  for (let seed = 1; ; seed += 1) {
    const [first, second] = pairOrders(candidate, stable, options, seed);
    pairs.push({ candidate: runOrder(first), stable: runOrder(second) });
    const { decided: enough, ...evidence } = simulationVerdict(trial, pairs);
    if (enough || seed >= options.seeds) return evidence;
  }
}
