import type { Decision } from '../../core/model/decision.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Violation } from '../../core/model/violation.ts';
import type { DecisionProblem } from '../../core/report/decision-problem-page.ts';
import { renderHandedOver } from '../../core/report/handed-over-page.ts';
import { type PromotionApprovalInput, renderPromotionApproval } from '../../core/report/promotion/approval.ts';
import { renderPromotionDecided } from '../../core/report/promotion/page.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import { json, page, problemOf } from '../shared/api-response.ts';
import type { Gate } from '../shared/gate-store.ts';
import { entered, isJson } from '../shared/received-decision.ts';
import { shutLink } from '../shared/shut-link.ts';

/** Every answer of a decision on a candidate: pages for people, JSON for programs. */
export function promotionAnswers(request: ApiRequest) {
  const forPrograms = isJson(request);
  return {
    taken({ run: promotion, plan, approver, verdict, at }: Decision, gate: Gate) {
      const approvals = gate.decisions.filter((one) => one.verdict === 'approve').length;
      const approvalsMissing = gate.state === 'decided' ? 0 : gate.quorum - approvals;
      if (forPrograms) return json(200, { promotion, plan, verdict, at, approvalsMissing });
      return page(200, renderPromotionDecided(verdict, at, approver, approvalsMissing));
    },
    handedOver(to: string, promotion: string, at: string) {
      if (forPrograms) return json(200, { promotion, handedOverTo: to, at });
      return page(200, renderHandedOver({ to, run: promotion, at }));
    },
    refused: (why: DecisionProblem) => shutLink(why, forPrograms),
    invalid(input: PromotionApprovalInput, violations: readonly Violation[], value: unknown) {
      if (forPrograms) return problemOf(invalidBody('decision', violations));
      return page(422, renderPromotionApproval(input, { violations, entered: entered(value) }));
    },
  };
}
