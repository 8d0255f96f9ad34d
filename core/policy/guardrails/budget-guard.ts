import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { estimateRun, type RunEstimate } from '../run-estimate.ts';

export interface BudgetReason {
  readonly cap: keyof RunEstimate;
  readonly estimate: number;
  readonly soft: number;
  readonly hard: number;
}

/** What a run gives up, in the declared order. */
export type Degradation = 'shorter-horizon' | 'less-search' | 'shards-in-sequence';

export type BudgetVerdict =
  | {
      readonly verdict: 'go' | 'degraded';
      readonly portfolio: Portfolio;
      readonly policy: Policy;
      readonly concurrency: number;
      readonly estimate: RunEstimate;
      /** Largest estimate over its hard cap, for the posture. */
      readonly pressure: number;
      readonly degradations: readonly Degradation[];
      readonly reasons: readonly BudgetReason[];
    }
  | { readonly verdict: 'refused'; readonly pressure: number; readonly reasons: readonly BudgetReason[] };

/**
 * budget-guard:resource-pressure-cap. Over a soft cap the run is degraded step by step, in the declared order, until it
 * fits or nothing is left to give up; over a hard cap it is refused. A degraded run carries the portfolio and policy it is
 * then planned from, so its evidence says what was given up.
 */
export function guardBudget(portfolio: Portfolio, policy: Policy): BudgetVerdict {
  let current = { portfolio, policy };
  const degradations: Degradation[] = [];
  for (const [name, degrade] of STEPS) {
    if (overSoft(estimateRun(current.portfolio, current.policy), policy).length === 0) break;
    current = degrade(current);
    degradations.push(name);
  }
  const estimate = estimateRun(current.portfolio, current.policy);
  const overHard = RESOURCES.filter((cap) => estimate[cap] > policy.budget[cap].hard);
  const pressure = Math.max(...RESOURCES.map((cap) => ratio(estimate[cap], policy.budget[cap].hard)));
  if (overHard.length > 0)
    return { verdict: 'refused', pressure, reasons: overHard.map((cap) => reason(cap, estimate, policy)) };
  const asked = estimateRun(portfolio, policy);
  const reasons = overSoft(asked, policy).map((cap) => reason(cap, asked, policy));
  const wanted = degradations.includes('shards-in-sequence') ? 1 : policy.budget.concurrency.soft;
  const concurrency = Math.max(1, Math.min(wanted, policy.budget.concurrency.hard));
  return {
    verdict: degradations.length > 0 ? 'degraded' : 'go',
    ...current,
    concurrency,
    estimate,
    pressure,
    degradations,
    reasons,
  };
}

interface Plannable {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
}

const STEPS: readonly (readonly [Degradation, (current: Plannable) => Plannable])[] = [
  ['shorter-horizon', shorterHorizon],
  ['less-search', lessSearch],
  ['shards-in-sequence', (current) => current],
];

/** Half the days, at least five: what lies further off is planned by a later run. */
function shorterHorizon({ portfolio, policy }: Plannable): Plannable {
  const days = Math.min(portfolio.horizon.days, Math.max(5, Math.ceil(portfolio.horizon.days / 2)));
  return { portfolio: { ...portfolio, horizon: { ...portfolio.horizon, days } }, policy };
}

/** Half the search: the gap grows and is still proven. */
function lessSearch({ portfolio, policy }: Plannable): Plannable {
  const half = (value: number) => Math.max(1, Math.ceil(value / 2));
  const search = {
    dualIterations: half(policy.search.dualIterations),
    sweeps: half(policy.search.sweeps),
    beamWidth: half(policy.search.beamWidth),
  };
  return { portfolio, policy: { ...policy, search } };
}

/** Contacts are capped inside the plan itself (rule `budget`): more candidates than that are no reason to refuse. */
const RESOURCES = ['work', 'microDollars', 'writes'] as const;

function overSoft(estimate: RunEstimate, policy: Policy) {
  return RESOURCES.filter((cap) => estimate[cap] > policy.budget[cap].soft);
}

function reason(cap: (typeof RESOURCES)[number], estimate: RunEstimate, policy: Policy): BudgetReason {
  return { cap, estimate: estimate[cap], ...policy.budget[cap] };
}

function ratio(value: number, cap: number): number {
  return cap === 0 ? (value === 0 ? 0 : Number.POSITIVE_INFINITY) : value / cap;
}
