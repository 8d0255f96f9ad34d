import type { Assignment } from '../../core/model/plan.ts';
import type { ApprovalInput } from '../../core/report/approval-page.ts';
import type { Objected } from '../../core/report/decision-brief.ts';
import { now } from './clock.ts';
import type { OpenedLink } from './decision-link.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { decisionInput } from './gate-brief.ts';
import type { objectionsOf } from './objections.ts';

export interface ApprovalRooms {
  readonly evidence: EvidenceStore;
  readonly objections: Pick<ReturnType<typeof objectionsOf>, 'among'>;
}

/**
 * What the approval page is made of. The form posts to the address the page was opened at: so the page, which is kept as
 * evidence of what was shown, does not hold the reference.
 */
export async function approvalInput(
  { evidence, objections }: ApprovalRooms,
  { reference, run, gate, delegates }: Extract<OpenedLink, { kind: 'open' }>,
): Promise<ApprovalInput> {
  const { published, ...input } = await decisionInput(evidence, run, gate, reference.approver);
  const at = now();
  const ahead = ({ start }: Assignment) => Date.parse(start) >= Date.parse(at);
  const [planned, before] = [input.plan.assignments.filter(ahead), (published?.commitments ?? []).filter(ahead)];
  const accounts = [...new Set([...planned, ...before].map(({ account }) => account))];
  const among = await objections.among(run.tenant, accounts);
  const of = (meetings: readonly Assignment[]) =>
    meetings.flatMap(({ account }) => (among.has(account) ? account : []));
  const objected: Objected = { planned: of(planned), published: of(before) };
  const gateShown = { ...input.gate, delegates: delegates.map(({ id }) => id) };
  return { ...input, at, published, objected, gate: gateShown, action: '?' };
}
