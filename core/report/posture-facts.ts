import type { PostureCause } from '../policy/posture.ts';

/** What raises the posture, in words. */
export const POSTURE_FACTS: Readonly<Record<PostureCause['fact'], string>> = {
  tailShare: 'Bad case as a share of all stakes',
  mandatoryUnplaced: 'Mandatory engagements without a place',
  parityShortfall: 'How far the least covered group is behind the best',
  badData: 'Accounts with doubtful data',
  gap: 'How far the plan may be from the best one',
  budget: 'Use of the tightest limit of the budget',
  failures: 'Failed runs lately',
  drift: 'Outcomes away from their forecast',
};
