import { z } from 'zod';
import { Policy } from '../../../core/model/policy.ts';
import type { RunOrder } from '../../../core/simulate/suites/simulation.ts';
import { SCENARIOS, type Scenario } from '../../../core/simulate/world/scenario.ts';
import { digest } from '../../../core/trace/digest.ts';
import { InputError } from '../input-error.ts';

/** An order as it goes to another thread: the scenario by name. */
export const WireOrder = z.strictObject({
  scenario: z.string(),
  seed: z.int(),
  days: z.int().min(1),
  spec: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('named'), name: z.string() }),
    z.strictObject({
      kind: z.literal('product'),
      name: z.string(),
      title: z.string(),
      policy: Policy,
      ungated: z.literal(true).exactOptional(),
    }),
    /** The least any policy can lose, with so many improvements of its prices. */
    z.strictObject({ kind: z.literal('bound'), rounds: z.int().min(0) }),
  ]),
});
export type WireOrder = z.infer<typeof WireOrder>;

export function wireOf({ scenario, spec, seed, days }: RunOrder): WireOrder {
  return { scenario: scenario.name, spec, seed, days };
}

export function orderOf({ scenario, ...order }: WireOrder & { readonly spec: RunOrder['spec'] }): RunOrder {
  return { ...order, scenario: scenarioNamed(scenario) };
}

export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = SCENARIOS.map((each) => each.name).join(', ');
  throw new InputError(`--scenario takes one of ${names}: received ${JSON.stringify(name)}`, { usage: true });
}

/** Where the run of an order is kept: by everything its result depends on, the code included. */
export function keptAs({ scenario, spec, seed, days }: RunOrder, code: string): string {
  const key = digest('content/1', { scenario, spec, days, code }).slice(7, 23);
  return `${spec.name}-${key}/seed-${String(seed).padStart(5, '0')}.json`;
}
