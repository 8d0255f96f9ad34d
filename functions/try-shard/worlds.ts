import type { Policy } from '../../core/model/policy.ts';
import type { TrialShard } from '../../core/model/promotion-round.ts';
import type { SeedRun } from '../../core/model/simulation.ts';
import { pairOrders, runOrder } from '../../core/simulate/suites/simulation.ts';
import { SCENARIOS, STEADY } from '../../core/simulate/world/scenario.ts';

type Order<Kind extends TrialShard['kind']> = Extract<TrialShard, { kind: Kind }>;

/** Candidate and stable in the same worlds. O(seeds × days): 7 to 8 s of a processor for a year of both. */
export function pairedRuns(
  { seeds, days }: Order<'worlds'>,
  candidate: Policy,
  stable: Policy,
): { candidate: SeedRun; stable: SeedRun }[] {
  return seeds.map((seed) => {
    const [first, second] = pairOrders(candidate, stable, { scenario: STEADY, days, seeds: seeds.length }, seed);
    return { candidate: runOrder(first), stable: runOrder(second) };
  });
}

/** The candidate in worlds that were recorded. */
export function recordedRuns({ scenario: name, seeds, days }: Order<'recorded'>, candidate: Policy): SeedRun[] {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`the recording names a scenario nobody knows: ${name}`);
  return seeds.map((seed) => runOrder(pairOrders(candidate, candidate, { scenario, days, seeds: 1 }, seed)[0]));
}
