import { PersonId, PortfolioId, RunId } from '../../core/model/ids.ts';
import { adverseEffects } from '../../core/policy/adverse.ts';
import { changesOf } from '../../core/policy/changes.ts';
import { impactOf } from '../../core/policy/impact.ts';
import { assessPosture } from '../../core/policy/posture.ts';
import type { ApprovalInput } from '../../core/report/approval-page.ts';
import { reportFixture } from './report-fixture.ts';

/** A decision on the plan of the report fixture, with the verdicts the policy room gives on it. */
export function decisionFixture(documents = reportFixture()): ApprovalInput {
  const { portfolio, policy, plan, published } = documents;
  const changes = changesOf(plan, published.commitments, portfolio.asOf);
  return {
    portfolio,
    policy,
    plan,
    published,
    run: {
      id: RunId.parse(`run-${'0123456789abcdef'.repeat(2)}`),
      author: PersonId.parse('nightly'),
      portfolio: PortfolioId.parse('P-1'),
    },
    posture: assessPosture({ tailShare: 0.55, gap: plan.gap }, policy.posture, 'steady'),
    impact: impactOf(changes, portfolio.accounts.length, policy.impact),
    adverse: adverseEffects(portfolio, plan, policy.equity),
    gate: {
      approver: 'dana',
      expiresAt: '2026-11-24T06:00:00Z',
      planDigest: `sha256:${'9'.repeat(64)}`,
      why: 'row 4 of the routing table',
    },
    action: '/v1/decisions/reference',
  };
}
