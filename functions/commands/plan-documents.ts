import { resolve } from 'node:path';
import { type AuditReport, auditPlan } from '../../core/audit/audit.ts';
import type { Digest } from '../../core/model/ids.ts';
import { Digest as DigestContract } from '../../core/model/ids.ts';
import type { Commitment, Plan } from '../../core/model/plan.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { isSmallChange } from '../../core/schedule/small-change.ts';
import { digest } from '../../core/trace/digest.ts';
import { codeDigest } from '../../infra/bundle/code-digest.ts';
import { progressLine } from './progress.ts';

/** The plan that is in force already, as its own document. */
export interface Published {
  readonly plan: Plan;
  readonly digest: Digest;
  readonly commitments: readonly Commitment[];
}

/** Everything a plan is made from; the portfolio is scored. */
export interface PlanSources {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published: Published | null;
}

export function publishedOf(plan: Plan): Published {
  const commitments = plan.assignments.map(({ engagement, rep, start }) => ({ engagement, rep, start }));
  return { plan, digest: digest('plan/1', plan), commitments };
}

/** Plans, telling on stderr how far it is. `code` is the digest of the code the plan is to name. */
export function makePlan({ portfolio, policy, published }: PlanSources, code: Digest): Plan {
  const progress = progressLine();
  const digests = { portfolio: digest('portfolio/1', portfolio), policy: digest('policy/1', policy), code };
  const goesOn = published !== null && isSmallChange(published.plan, portfolio, digests.policy);
  const plan = planPortfolio({
    ...{ portfolio, policy, published, digests },
    // As a run of the service does.
    warm: goesOn ? published.plan : null,
    onProgress: ({ round, block, blocks }) =>
      progress.show(`planning: round ${round + 1}, block ${block} of ${blocks}`),
  });
  progress.done();
  return plan;
}

/** What the independent checker says, the digests of the sources included. */
export function auditDocuments({ portfolio, policy, published }: PlanSources, plan: unknown): AuditReport {
  return auditPlan({
    portfolio,
    policy,
    published,
    plan,
    digests: {
      portfolio: digest('portfolio/1', portfolio),
      policy: digest('policy/1', policy),
      published: published?.digest ?? null,
    },
  });
}

/** Digest of the sources this command runs from. */
export function codeHere(): Digest {
  return DigestContract.parse(codeDigest(resolve(import.meta.dirname, '../..')));
}
