import { epochMinutes } from '../../core/calendar/minute.ts';
import type { Plan } from '../../core/model/plan.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { evar } from '../../core/risk/evar.ts';
import { tailLoss } from '../../core/risk/tail.ts';
import { type Planned, planLosses } from '../../core/schedule/plan-losses.ts';

const SCENARIOS = 1_000;
const SEED = 1;

/** Average and bad case with these meetings, minor units. The same fortunes for every planner. */
export function tailOf(portfolio: Portfolio, policy: Policy, planned: readonly Planned[]) {
  const { alpha } = policy.risk;
  const losses = planLosses(portfolio, policy, planned);
  const ids = portfolio.accounts.map(({ id }) => String(id)).sort((a, b) => (a < b ? -1 : 1));
  const { expectedLoss, cvar } = tailLoss({ ...losses, ids }, { alpha, seed: SEED, scenarios: SCENARIOS });
  return { expectedLoss, cvar, evar: Math.round(evar(losses, alpha).evar) };
}

export function plannedOf({ assignments }: Plan): readonly Planned[] {
  return assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start: epochMinutes(start) }));
}
