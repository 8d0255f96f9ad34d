import type { ApprovalInput } from '../../core/report/approval-page.ts';
import type { OpenedLink } from './decision-link.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { decisionInput } from './gate-brief.ts';

/**
 * What the approval page is made of. The form posts to the address the page was opened at: so the page, which is kept as
 * evidence of what was shown, does not hold the reference.
 */
export async function approvalInput(
  evidence: EvidenceStore,
  { reference, run, gate, delegates }: Extract<OpenedLink, { kind: 'open' }>,
): Promise<ApprovalInput> {
  const input = await decisionInput(evidence, run, gate, reference.approver);
  return { ...input, gate: { ...input.gate, delegates: delegates.map(({ id }) => id) }, action: '?' };
}
