import { type DecisionProblem, renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { type ApiResponse, page } from '../shared/api-response.ts';
import { statusOf } from '../shared/decision-link.ts';

/** A page for a link that decides nothing (any more). */
export function shut(problem: DecisionProblem): ApiResponse {
  return page(statusOf(problem), renderDecisionProblem(problem));
}
