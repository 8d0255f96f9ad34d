import { type Delegation, DelegationRequest } from '../../core/model/decision.ts';
import { parse } from '../../core/model/parse.ts';
import { shown } from '../../core/model/violation.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import type { ApiResponse } from '../shared/api-response.ts';
import { approvalInput } from '../shared/approval-input.ts';
import { now } from '../shared/clock.ts';
import { type OpenedLink, problemOf } from '../shared/decision-link.ts';
import type { decisionMails } from '../shared/decision-mails.ts';
import type { decisionTrace } from '../shared/decision-trace.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { GateStore } from '../shared/gate-store.ts';
import type { SubjectStore } from '../shared/subject-store.ts';
import { decisionAnswers } from './answers.ts';

export interface DelegationRooms {
  readonly evidence: EvidenceStore;
  readonly gates: GateStore;
  readonly subjects: SubjectStore;
  readonly record: ReturnType<typeof decisionTrace>;
  readonly write: ReturnType<typeof decisionMails>;
}

type Open = Extract<OpenedLink, { kind: 'open' }>;

/**
 * Hands a decision over, once: evidence first, then the gate's one conditional write, after which the old link is dead, then
 * the mail with the new one. A mail that was lost is sent by the monitor.
 */
export async function delegate(
  { evidence, gates, subjects, record, write }: DelegationRooms,
  request: ApiRequest,
  link: Open,
  value: unknown,
): Promise<ApiResponse> {
  const answers = decisionAnswers(request);
  const asked = parse(DelegationRequest, value);
  const input = await approvalInput(evidence, link);
  if (!asked.ok) return answers.invalid(input, asked.violations, value);
  const { reference, run } = link;
  const { tenant, approver: from, plan, gate: attempt } = reference;
  if (asked.value.plan !== plan) return answers.refused({ kind: 'stale' });
  const to = link.delegates.find(({ id }) => id === asked.value.delegate);
  if (to === undefined) {
    const remedy = 'choose a person of the list: may decide, is not the author, and has not decided';
    const received = shown(asked.value.delegate);
    return answers.invalid(input, [{ path: '/delegate', rule: 'delegate.eligible', received, remedy }], value);
  }
  const at = now();
  const words = asked.value.reason.trim();
  const reason = words === '' ? null : await subjects.seal(tenant, from, `decision/${run.id}`, words);
  const document: Delegation = { contract: 'delegation/1', tenant, run: run.id, from, to: to.id, plan, reason, at };
  const stored = await evidence.put(tenant, 'delegation/1', document);
  const outcome = await gates.delegate(tenant, run.id, attempt, plan, { from, to: to.id, evidence: stored, at });
  if (outcome.kind === 'unknown') return answers.refused({ kind: 'unknown' });
  if (outcome.kind !== 'taken') return answers.refused(problemOf(outcome.kind, outcome.gate, reference, run));
  await record(tenant, run.id, attempt, outcome.gate);
  await write({ run, attempt, plan, gate: outcome.gate, approver: to }, { why: 'handed-over', by: from });
  return answers.handedOver(to.id, run.id, at);
}
