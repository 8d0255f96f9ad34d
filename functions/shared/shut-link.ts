import type { DecisionShown } from '../../core/model/decision-shown.ts';
import { type DecisionProblem, renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { type ApiResponse, json, page, problem } from './api-response.ts';
import { statusOf } from './decision-link.ts';

/** The answer of a link that decides nothing (any more): a page for people, a problem document for programs. */
export function shutLink(why: DecisionProblem, forPrograms: boolean): ApiResponse {
  if (!forPrograms) return page(statusOf(why), renderDecisionProblem(why));
  return problem(statusOf(why), `decision-${why.kind}`, 'Nothing was changed', DETAIL[why.kind]);
}

/** The same to whoever only looks: to look at what was decided is nothing wrong. */
export function shutLinkShown(why: DecisionProblem, forPrograms: boolean): ApiResponse {
  if (why.kind !== 'already-decided') return shutLink(why, forPrograms);
  if (!forPrograms) return page(200, renderDecisionProblem(why));
  return json(200, { state: 'decided', verdict: why.verdict, at: why.at } satisfies Decided);
}

type Decided = Extract<DecisionShown, { state: 'decided' }>;

const DETAIL: Readonly<Record<DecisionProblem['kind'], string>> = {
  expired: 'The time to decide is over; that counts as not approved.',
  'already-decided': 'This was decided already; a decision is taken once.',
  'handed-over': 'The decision was handed over; this reference is used up.',
  'own-run': 'What is to be decided on is your own: another person has to decide.',
  stale: 'The decision names something else than what is to be decided on; show it again.',
  ended: 'The run has ended.',
  unknown: 'The reference is not valid, or not for you.',
};
