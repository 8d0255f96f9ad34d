import { z } from 'zod';
import type { Decision } from '../../core/model/decision.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Violation } from '../../core/model/violation.ts';
import { type ApprovalInput, renderDecisionInvalid } from '../../core/report/approval-page.ts';
import { renderDecided } from '../../core/report/decided-page.ts';
import { type DecisionProblem, renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { renderHandedOver } from '../../core/report/handed-over-page.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import { json, page, problem, problemOf } from '../shared/api-response.ts';
import { statusOf } from '../shared/decision-link.ts';
import type { Gate } from '../shared/gate-store.ts';
import { isJson } from './received.ts';

const Entered = z.object({ verdict: z.string().optional(), reason: z.string().optional() });

/** Every answer of a decision: pages for people, JSON for programs. */
export function decisionAnswers(request: ApiRequest) {
  const forPrograms = isJson(request);
  return {
    taken(decision: Decision, reason: string, gate: Gate) {
      const approvals = gate.decisions.filter(({ verdict }) => verdict === 'approve').length;
      const approvalsMissing = gate.state === 'decided' ? 0 : gate.quorum - approvals;
      const { run, plan, approver, verdict, at } = decision;
      if (forPrograms) return json(200, { run, plan, verdict, at, approvalsMissing });
      return page(200, renderDecided({ verdict, reason, at, approver, run, planDigest: plan, approvalsMissing }));
    },
    handedOver(to: string, run: string, at: string) {
      if (forPrograms) return json(200, { run, handedOverTo: to, at });
      return page(200, renderHandedOver({ to, run, at }));
    },
    refused(why: DecisionProblem) {
      if (!forPrograms) return page(statusOf(why), renderDecisionProblem(why));
      return problem(statusOf(why), `decision-${why.kind}`, 'Nothing was changed', DETAIL[why.kind]);
    },
    invalid(input: ApprovalInput, violations: readonly Violation[], entered: unknown) {
      if (forPrograms) return problemOf(invalidBody('decision', violations));
      const kept = Entered.safeParse(entered);
      const { verdict, reason } = kept.success ? kept.data : {};
      const given = { ...(verdict === undefined ? {} : { verdict }), ...(reason === undefined ? {} : { reason }) };
      return page(422, renderDecisionInvalid({ ...input, violations, entered: given }));
    },
  };
}

const DETAIL: Readonly<Record<DecisionProblem['kind'], string>> = {
  expired: 'The time to decide is over; that counts as not approved.',
  'already-decided': 'This was decided already; a decision is taken once.',
  'handed-over': 'The decision was handed over; this reference is used up.',
  'own-run': 'The run is your own: another person has to decide on it.',
  stale: 'The decision names another plan than the one to decide on.',
  ended: 'The run has ended.',
  unknown: 'The reference is not valid, or not for you.',
};
