import { DelegationRequest } from '../../core/model/decision.ts';
import { parse } from '../../core/model/parse.ts';
import { shown } from '../../core/model/violation.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import type { ApiResponse } from '../shared/api-response.ts';
import { type ApprovalRooms, approvalInput } from '../shared/approval-input.ts';
import { type OpenedLink, problemOf } from '../shared/decision-link.ts';
import type { decisionMails } from '../shared/decision-mails.ts';
import { type HandOverRooms, handingOver } from '../shared/hand-over.ts';
import { decisionAnswers } from './answers.ts';

export interface DelegationRooms extends HandOverRooms, ApprovalRooms {
  readonly write: ReturnType<typeof decisionMails>;
}

type Open = Extract<OpenedLink, { kind: 'open' }>;

/** Hands a decision over, once, then mails the new link. A mail that was lost is sent by `remind`. */
export async function delegate(
  { write, ...rooms }: DelegationRooms,
  request: ApiRequest,
  link: Open,
  value: unknown,
): Promise<ApiResponse> {
  const answers = decisionAnswers(request);
  const asked = parse(DelegationRequest, value);
  const input = await approvalInput(rooms, link);
  if (!asked.ok) return answers.invalid(input, asked.violations, value);
  const { reference, run } = link;
  const { approver: from, plan, gate: attempt } = reference;
  if (asked.value.plan !== plan) return answers.refused({ kind: 'stale' });
  const to = link.delegates.find(({ id }) => id === asked.value.delegate);
  if (to === undefined) {
    const remedy = 'choose a person of the list: may decide, is not the author, and has not decided';
    const received = shown(asked.value.delegate);
    return answers.invalid(input, [{ path: '/delegate', rule: 'delegate.eligible', received, remedy }], value);
  }
  const { outcome, at } = await handingOver(rooms)(reference, to.id, asked.value.reason);
  if (outcome.kind === 'unknown') return answers.refused({ kind: 'unknown' });
  if (outcome.kind !== 'taken') return answers.refused(problemOf(outcome.kind, outcome.gate, reference, run));
  await write({ run, attempt, plan, gate: outcome.gate, approver: to }, { why: 'handed-over', by: from });
  return answers.handedOver(to.id, run.id, at);
}
