import { z } from 'zod';
import { assessPosture } from '../../core/policy/posture.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { recentRuns } from '../shared/recent-runs.ts';
import { runStore } from '../shared/run-store.ts';
import { step } from '../shared/step.ts';

const documents = missionDocuments(evidenceStore());
const recent = recentRuns(runStore());

/** How risky the state of the system is before it plans: the quality of the data and the failures of the last day. */
export const handler = step({
  name: 'assess-posture',
  input: ScoredInput.extend({ badData: z.number() }),
  async run({ input }) {
    const [policy, { failures, posture }] = await Promise.all([
      documents.policy(input.tenant, input.policy),
      recent(input.tenant, input.run),
    ]);
    const verdict = assessPosture({ failures, badData: input.badData }, policy.posture, posture);
    const reasons = verdict.causes.map((cause) => `${cause.fact} ${cause.value} reaches ${cause.threshold}`);
    return {
      answer: { posture: verdict.posture, failures },
      decision: verdict.posture,
      reasons,
      posture: verdict.posture,
      run: { posture: verdict.posture },
    };
  },
});
