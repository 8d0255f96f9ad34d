import { auditPlan } from '../../audit/audit.ts';
import type { Digest } from '../../model/ids.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import type { SuiteCheck } from '../../model/suite.ts';
import { scorePortfolio } from '../../risk/score-portfolio.ts';
import { planPortfolio } from '../../schedule/plan-portfolio.ts';
import { digest } from '../../trace/digest.ts';

/** A portfolio that was planned once, kept to plan it again under another policy. */
export interface RecordedPortfolio {
  readonly name: string;
  readonly portfolio: Portfolio;
  readonly published: { readonly digest: Digest; readonly commitments: readonly Commitment[] } | null;
}

/**
 * Suite `integration`: a dry run on recorded portfolios, scored, planned and checked by the independent auditor, as a
 * mission does it. A finding fails; so does a proven gap over the policy's own `high` threshold. O(planning).
 */
export function integrationChecks(
  recorded: readonly RecordedPortfolio[],
  policy: Policy,
  code: Digest,
): readonly SuiteCheck[] {
  return recorded.map((record) => dryRun(record, policy, code));
}

function dryRun({ name, portfolio: received, published }: RecordedPortfolio, policy: Policy, code: Digest): SuiteCheck {
  const scored = scorePortfolio(received);
  if (scored.outcome === 'not-scorable') {
    const first = scored.violations[0];
    return {
      name,
      verdict: 'fail',
      text: `cannot be scored: ${first?.rule} at '${first?.path}', received ${first?.received}; ${first?.remedy}`,
      numbers: { violations: scored.violations.length },
    };
  }
  const { portfolio } = scored;
  const digests = { portfolio: digest('portfolio/1', portfolio), policy: digest('policy/1', policy), code };
  const plan = planPortfolio({ portfolio, policy, published, digests });
  const report = auditPlan({
    ...{ portfolio, policy, published, plan },
    digests: { ...digests, published: published?.digest ?? null },
  });
  const { objective, gap, assignments, unscheduled } = plan;
  const numbers = { objective, gap, assignments: assignments.length, findings: report.findings.length };
  const [first] = report.findings;
  if (first !== undefined) {
    const text = `${first.rule} at '${first.path}': received ${first.received}, expected ${first.expected}`;
    return { name, verdict: 'fail', text, numbers };
  }
  const limit = policy.posture.gap.high;
  if (gap > limit) {
    return {
      name,
      verdict: 'fail',
      text: `proven gap ${gap.toFixed(4)}; at most ${limit} (/posture/gap/high)`,
      numbers,
    };
  }
  const text = `${assignments.length} planned, ${unscheduled.length} not; every rule, the objective and the bound hold`;
  return { name, verdict: 'pass', text, numbers };
}
