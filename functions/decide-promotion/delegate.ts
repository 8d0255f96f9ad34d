import { DelegationRequest } from '../../core/model/decision.ts';
import { parse } from '../../core/model/parse.ts';
import { shown } from '../../core/model/violation.ts';
import type { ApiResponse } from '../shared/api-response.ts';
import { type HandOverRooms, handingOver } from '../shared/hand-over.ts';
import type { promotionMails } from '../shared/promotion-mails.ts';
import type { promotionAnswers } from './answers.ts';
import { type OpenedPromotion, problemOf } from './promotion-gate.ts';

export interface DelegationRooms extends HandOverRooms {
  readonly write: ReturnType<typeof promotionMails>;
}

/** Hands the decision on a candidate over, by the rules of every gate: once, never to its author. A lost mail is sent by `remind`. */
export function delegating({ write, ...rooms }: DelegationRooms) {
  const handOver = handingOver(rooms);
  return async (
    answers: ReturnType<typeof promotionAnswers>,
    link: Extract<OpenedPromotion, { kind: 'open' }>,
    value: unknown,
  ): Promise<ApiResponse> => {
    const asked = parse(DelegationRequest, value);
    if (!asked.ok) return answers.invalid(link.input, asked.violations, {});
    const { tenant, run, plan, approver: from } = link.reference;
    if (asked.value.plan !== plan) return answers.refused({ kind: 'stale' });
    const to = link.delegates.find(({ id }) => id === asked.value.delegate);
    if (to === undefined) {
      const remedy = 'choose a person of the list: may decide, is not the author, and has not decided';
      const received = shown(asked.value.delegate);
      const violations = [{ path: '/delegate', rule: 'delegate.eligible', received, remedy }];
      return answers.invalid(link.input, violations, {});
    }
    const { outcome, at } = await handOver(link.reference, to.id, asked.value.reason);
    if (outcome.kind === 'unknown') return answers.refused({ kind: 'unknown' });
    if (outcome.kind !== 'taken') return answers.refused(problemOf(outcome.kind, outcome.gate, from));
    await write({ tenant, run, gate: outcome.gate, approver: to.id }, { why: 'handed-over', by: from });
    return answers.handedOver(to.id, run, at);
  };
}
