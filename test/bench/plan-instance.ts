import { auditPlan } from '../../core/audit/audit.ts';
import type { Plan } from '../../core/model/plan.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { type Measured, measured, peakMegabytes } from './measured.ts';
import { NO_DIGESTS } from './no-digests.ts';
import { rivalRows } from './rivals.ts';
import type { BenchRow } from './row.ts';
import { plannedOf, tailOf } from './tail.ts';

/** Generates, plans and checks one instance; with `rivals`, what greedy planners make of it, and the tails. */
export function planInstance(family: Family, seed: number, rivals: boolean): readonly BenchRow[] {
  const portfolio = familyBlock(family, seed, 0);
  const policy = familyPolicy(family);
  const planned = measured(() => planPortfolio({ portfolio, policy, digests: NO_DIGESTS }));
  const row = planRow(family, seed, portfolio, policy, planned);
  if (!rivals) return [row];
  const ours = { ...row, ...tailOf(portfolio, policy, plannedOf(planned.result)) };
  return [ours, ...rivalRows(portfolio, policy, planned.result.risk.theta, ours)];
}

/** The row of a plan, checked independently. */
export function planRow(
  family: { readonly name: string; readonly load: number },
  seed: number,
  portfolio: Portfolio,
  policy: Policy,
  { result: plan, seconds, wallSeconds }: Measured<Plan>,
  published: Parameters<typeof auditPlan>[0]['published'] = null,
): BenchRow {
  const { findings } = auditPlan({ portfolio, policy, published, plan });
  return {
    family: family.name,
    seed,
    load: family.load,
    engagements: portfolio.engagements.length,
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    theta: plan.risk.theta,
    seconds,
    wallSeconds,
    megabytes: peakMegabytes(),
    findings: findings.length,
  };
}
