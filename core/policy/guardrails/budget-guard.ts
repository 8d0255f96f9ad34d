import { Degradation } from '../../model/degradation.ts';
import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { estimateRun, type RunEstimate } from '../run-estimate.ts';

export interface BudgetReason {
  readonly cap: keyof RunEstimate;
  readonly estimate: number;
  readonly soft: number;
  readonly hard: number;
}

export type BudgetVerdict =
  | {
      readonly verdict: 'go' | 'degraded';
      readonly portfolio: Portfolio;
      readonly policy: Policy;
      /** Shards that may be planned at the same time. */
      readonly concurrency: number;
      readonly estimate: RunEstimate;
      /** Largest estimate over its hard cap among what is used up, for the posture. */
      readonly pressure: number;
      readonly degradations: readonly Degradation[];
      /** Caps whose soft value the run as asked for would break. */
      readonly reasons: readonly BudgetReason[];
    }
  | { readonly verdict: 'refused'; readonly pressure: number; readonly reasons: readonly BudgetReason[] };

/**
 * budget-guard:resource-pressure-cap. Over a soft cap the run is degraded step by step, in the order the policy declares
 * (`budget.degrade`; by default that of {@link Degradation}), each step only where it helps a cap that is over and changes
 * anything; over a hard cap with everything given up it is refused. A degraded run carries the portfolio and policy it is
 * then planned from, so its evidence says what was given up.
 * @param shards the portfolio falls into
 */
export function guardBudget(portfolio: Portfolio, policy: Policy, shards = 1): BudgetVerdict {
  const asked: Plannable = { portfolio, policy, shards };
  let current = asked;
  const degradations: Degradation[] = [];
  for (const name of policy.budget.degrade ?? Degradation.options) {
    const over = overSoft(estimateOf(current), policy);
    if (!over.some((cap) => HELPS[name].includes(cap))) continue;
    const less = DEGRADE[name](current);
    if (less === null) continue;
    current = less;
    degradations.push(name);
  }
  const estimate = estimateOf(current);
  const overHard = CAPS.filter((cap) => estimate[cap] > policy.budget[cap].hard);
  const pressure = Math.max(...USED_UP.map((cap) => ratio(estimate[cap], policy.budget[cap].hard)));
  if (overHard.length > 0)
    return { verdict: 'refused', pressure, reasons: overHard.map((cap) => reason(cap, estimate, policy)) };
  const wanted = estimateOf(asked);
  return {
    verdict: degradations.length > 0 ? 'degraded' : 'go',
    portfolio: current.portfolio,
    policy: current.policy,
    concurrency: Math.max(1, current.shards),
    estimate,
    pressure,
    degradations,
    reasons: overSoft(wanted, policy).map((cap) => reason(cap, wanted, policy)),
  };
}

interface Plannable {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly shards: number;
}

const CAPS = ['work', 'microDollars', 'writes', 'concurrency', 'contacts'] as const;
type Cap = (typeof CAPS)[number];

/** What is used up as the run goes; shards at once and touches are held to their caps by how the run is planned. */
const USED_UP = ['work', 'microDollars', 'writes'] as const;

/** Which caps a step makes room under. */
const HELPS: Readonly<Record<Degradation, readonly Cap[]>> = {
  'shorter-horizon': ['work', 'microDollars', 'writes'],
  'less-search': ['work', 'microDollars'],
  'shards-in-sequence': ['concurrency'],
  'fewer-touches': ['contacts', 'writes', 'microDollars'],
};

/** Each step; null where there is nothing left to give up. */
const DEGRADE: Readonly<Record<Degradation, (current: Plannable) => Plannable | null>> = {
  'shorter-horizon': shorterHorizon,
  'less-search': lessSearch,
  'shards-in-sequence': shardsInSequence,
  'fewer-touches': fewerTouches,
};

/** Half the days, at least five: what lies further off is planned by a later run. */
function shorterHorizon({ portfolio, ...rest }: Plannable): Plannable | null {
  const days = Math.min(portfolio.horizon.days, Math.max(5, Math.ceil(portfolio.horizon.days / 2)));
  if (days === portfolio.horizon.days) return null;
  return { ...rest, portfolio: { ...portfolio, horizon: { ...portfolio.horizon, days } } };
}

/** Half the search: the gap grows and is still proven. */
function lessSearch({ policy, ...rest }: Plannable): Plannable | null {
  const { dualIterations, sweeps, beamWidth } = policy.search;
  if (dualIterations === 1 && sweeps === 1 && beamWidth === 1) return null;
  const half = (value: number) => Math.max(1, Math.ceil(value / 2));
  const search = { dualIterations: half(dualIterations), sweeps: half(sweeps), beamWidth: half(beamWidth) };
  return { ...rest, policy: { ...policy, search } };
}

/** As many shards at once as the soft cap allows, one at least; the others wait. */
function shardsInSequence({ shards, ...rest }: Plannable): Plannable | null {
  const atOnce = Math.max(1, Math.floor(rest.policy.budget.concurrency.soft));
  return atOnce < shards ? { ...rest, shards: atOnce } : null;
}

/** New touches up to the soft cap: the most valuable ones, since the planner is held to the cap it finds in its policy. */
function fewerTouches(current: Plannable): Plannable | null {
  const { policy } = current;
  const { soft, hard } = policy.budget.contacts;
  const { contacts: needed } = estimateOf({ ...current, policy: withTouches(policy, 0) });
  const most = Math.max(Math.floor(soft), Math.min(needed, hard));
  return most < estimateOf(current).contacts ? { ...current, policy: withTouches(policy, most) } : null;
}

function withTouches(policy: Policy, hard: number): Policy {
  const contacts = { soft: Math.min(policy.budget.contacts.soft, hard), hard };
  return { ...policy, budget: { ...policy.budget, contacts } };
}

function estimateOf({ portfolio, policy, shards }: Plannable): RunEstimate {
  return estimateRun(portfolio, policy, shards);
}

function overSoft(estimate: RunEstimate, policy: Policy): readonly Cap[] {
  return CAPS.filter((cap) => estimate[cap] > policy.budget[cap].soft);
}

function reason(cap: Cap, estimate: RunEstimate, policy: Policy): BudgetReason {
  return { cap, estimate: estimate[cap], ...policy.budget[cap] };
}

function ratio(value: number, cap: number): number {
  return cap === 0 ? (value === 0 ? 0 : Number.POSITIVE_INFINITY) : value / cap;
}
