import { auditPlan } from '../../core/audit/audit.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { defineStep } from '../shared/step.ts';

/** Proves invariants, objective and bound by the independent checker. */
export function auditStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'audit',
    input: PlannedInput,
    async run({ input }) {
      const { portfolio, policy, published, plan } = await documents.planned(input);
      const digests = { portfolio: input.scored, policy: input.policy, published: input.published };
      const report = auditPlan({ portfolio, policy, published, plan, digests });
      const audit = await evidence.put(input.tenant, 'audit/1', report);
      const verdict = report.ok ? 'passed' : 'failed';
      const reasons = [...new Set(report.findings.map(({ rule }) => rule))];
      return {
        answer: { verdict, audit, findings: report.findings.length },
        decision: verdict,
        reasons,
        run: report.ok ? {} : { reason: `the audit failed: ${reasons.join(', ')}` },
      };
    },
  });
}
