import { Policy } from '../../model/policy.ts';
import type { Planner } from './planner.ts';
import { productPlanner } from './product.ts';
import { DUTIFUL_PLANNERS, DUTIFUL_WHITTLE, IDLE_PLANNER, SIMPLE_PLANNERS, WHITTLE_PLANNER } from './ranked.ts';

/** Which planner, as data that can be sent to another thread and hashed. */
export type PlannerSpec =
  | { readonly kind: 'named'; readonly name: string }
  | {
      readonly kind: 'product';
      readonly name: string;
      readonly title: string;
      readonly policy: Policy;
      /** Nobody is asked about whom the plan passes over. */
      readonly ungated?: true;
    };

const RANKED = [...SIMPLE_PLANNERS, WHITTLE_PLANNER, ...DUTIFUL_PLANNERS, DUTIFUL_WHITTLE];

/** @throws RangeError for a name nobody has. */
export function plannerOf(spec: PlannerSpec): Planner {
  if (spec.kind === 'named') {
    const found = [IDLE_PLANNER, ...RANKED].find(({ name }) => name === spec.name);
    if (found === undefined) throw new RangeError(`no planner is named ${JSON.stringify(spec.name)}`);
    return found;
  }
  const planner = productPlanner(spec.name, spec.policy, spec.title);
  if (spec.ungated !== true) return planner;
  return { ...planner, plan: (view) => ({ placements: planner.plan(view).placements, gated: [] }) };
}

/** Business days somebody waits at most where that guardrail is lifted, to see what it costs; more than a year has. */
const PATIENT = 60;
const ENDLESS = 400;

/**
 * Ways of the product that show what protection costs: the tail off and stronger, nobody asked, no floor between groups, a
 * longer wait before somebody passed over comes first, and neither end to waiting nor questions, as those that rank have none.
 */
export function studyRoster(policy: Policy): readonly PlannerSpec[] {
  const product = (name: string, title: string, own: Policy): PlannerSpec => ({
    kind: 'product',
    name,
    title,
    policy: own,
  });
  const tail = (alpha: number): Policy => ({ ...policy, risk: { ...policy.risk, measure: 'evar', alpha } });
  return [
    product('product', 'This product', policy),
    { kind: 'named', name: 'nobody' },
    ...RANKED.map(({ name }): PlannerSpec => ({ kind: 'named', name })),
    product('neutral', 'Product, average only', { ...policy, risk: { ...policy.risk, measure: 'neutral' } }),
    product('evar-99', 'Product, tail 99 %', tail(0.99)),
    product('unfloored', 'Product, no floor between groups', { ...policy, equity: { ...policy.equity, floor: 0 } }),
    product('patient', `Product, up to ${PATIENT} days of waiting`, {
      ...policy,
      equity: { ...policy.equity, starvationDays: PATIENT },
    }),
    { kind: 'product', name: 'ungated', title: 'Product, nobody asked', policy, ungated: true },
    {
      kind: 'product',
      name: 'undutiful',
      title: 'Product, nobody asked and no end to waiting',
      policy: { ...policy, equity: { ...policy.equity, starvationDays: ENDLESS } },
      ungated: true,
    },
  ];
}

/** The guardrails of the product, which every simulated day is held to. */
export const GUARDRAILS: Policy = Policy.parse({ contract: 'policy/1', name: 'guardrails' });
