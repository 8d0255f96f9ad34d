import type { Decision } from '../../core/model/decision.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Violation } from '../../core/model/violation.ts';
import { type ApprovalInput, renderDecisionInvalid } from '../../core/report/approval-page.ts';
import { renderDecided } from '../../core/report/decided-page.ts';
import type { DecisionProblem } from '../../core/report/decision-problem-page.ts';
import { renderHandedOver } from '../../core/report/handed-over-page.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import { json, page, problemOf } from '../shared/api-response.ts';
import type { Gate } from '../shared/gate-store.ts';
import { entered, isJson } from '../shared/received-decision.ts';
import { shutLink } from '../shared/shut-link.ts';

interface Taken {
  /** The reason as it was written. */
  readonly words: string;
  readonly gate: Gate;
  /** Accounts of published meetings that are called off since they objected. */
  readonly calledOff: readonly string[];
}

/** Every answer of a decision: pages for people, JSON for programs. */
export function decisionAnswers(request: ApiRequest) {
  const forPrograms = isJson(request);
  return {
    taken(decision: Decision, { words: reason, gate, calledOff }: Taken) {
      const approvals = gate.decisions.filter(({ verdict }) => verdict === 'approve').length;
      const approvalsMissing = gate.state === 'decided' ? 0 : gate.quorum - approvals;
      const { run, plan, approver, verdict, at } = decision;
      if (forPrograms) return json(200, { run, plan, verdict, at, approvalsMissing });
      const said = { verdict, reason, at, approver };
      return page(200, renderDecided({ ...said, run, planDigest: plan, approvalsMissing, calledOff }));
    },
    handedOver(to: string, run: string, at: string) {
      if (forPrograms) return json(200, { run, handedOverTo: to, at });
      return page(200, renderHandedOver({ to, run, at }));
    },
    refused: (why: DecisionProblem) => shutLink(why, forPrograms),
    invalid(input: ApprovalInput, violations: readonly Violation[], value: unknown) {
      if (forPrograms) return problemOf(invalidBody('decision', violations));
      return page(422, renderDecisionInvalid({ ...input, violations, entered: entered(value) }));
    },
  };
}
