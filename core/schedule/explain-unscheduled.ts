import { explainBlocked } from './explain-blocked.ts';
import { explainLackingRep } from './explain-lacking-rep.ts';
import { explainNoPlace } from './explain-no-place.ts';
import { explainOutbid } from './explain-outbid.ts';
import { type Explanation, NOTHING, refusedBy } from './explanation.ts';
import { isTooLong } from './lacking-minutes.ts';
import { NONE } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import type { StartWindowSource } from './start-windows.ts';

/** Why an engagement of an account that objected stays out: absolute, and nothing changes it. */
export const OBJECTED: Explanation = {
  cause: 'objection',
  reasons: [{ code: 'objection', numbers: {}, refs: {} }],
  cheapestChange: NOTHING,
};

/** Why the run's budget of contacts cut an engagement: it brought least of all that were planned. */
export function cutByBudget(value: number, hard: number): Explanation {
  return {
    cause: 'budget',
    reasons: [{ code: 'budget', numbers: { value, contacts: hard }, refs: {} }],
    cheapestChange: { kind: 'rule', rule: 'budget' },
  };
}

/**
 * The binding cause, the first that no choice of rep and time could avoid, in the order of the invariants; then what outbid
 * it. The cheapest change is the least we know to be enough: see displacedValue.
 */
export function explainUnscheduled(planned: PlannedBlock, source: StartWindowSource, e: number): Explanation {
  const { problem } = planned;
  const engagement = problem.engagements[e]!;
  // Places are those of eligible reps where the customer's side allows a start: then neither is asked about again.
  if (hasPlace(planned, e) && !isTooLong(problem, engagement))
    return explainBlocked(planned, e) ?? explainOutbid(planned, e);
  const account = problem.accounts[problem.account[e]!]!;
  const starts = source.of(account, engagement);
  if (starts.refused === 'consent') return refusedBy('consent', {});
  if (starts.refused === 'silence') {
    return {
      ...refusedBy('silence-after-refusal', {}, 'silence'),
      reasons: [{ code: 'silence', numbers: {}, refs: {} }],
    };
  }
  return explainLackingRep(problem.days.reps, engagement) ?? explainNoPlace(planned, source, account, engagement, e);
}

function hasPlace({ problem }: PlannedBlock, e: number): boolean {
  const touches = problem.days.touchCount;
  for (let at = e * touches; at < (e + 1) * touches; at++) if (problem.lists[at] !== NONE) return true;
  return false;
}
