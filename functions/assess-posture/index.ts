import { z } from 'zod';
import { ceilingOf } from '../../core/policy/ceiling.ts';
import { driftFact } from '../../core/policy/drift-fact.ts';
import { assessPosture, worse } from '../../core/policy/posture.ts';
import { postureReasons } from '../../core/policy/posture-reasons.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { learningStore } from '../shared/learning-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { recentRuns } from '../shared/recent-runs.ts';
import { runStore } from '../shared/run-store.ts';
import { step } from '../shared/step.ts';

const documents = missionDocuments(evidenceStore());
const recent = recentRuns(runStore());
const learning = learningStore();

/**
 * How risky the state of the system is before it plans: the quality of the data, the failures of late, the breaker, and how far outcomes
 * have left their forecasts. A run on trial is not judged by the failures it is there to get over; its posture is high, and a person decides.
 */
export const handler = step({
  name: 'assess-posture',
  input: ScoredInput.extend({ badData: z.number(), stale: z.boolean() }),
  async run({ input }) {
    const policy = await documents.policy(input.tenant, input.policy);
    const { breaker, posture: previous, autonomy } = await recent(input.tenant, input.run, policy);
    const { badData } = input;
    const [report, watched] = await Promise.all([learning.report(input.tenant), learning.watchVerdict(input.tenant)]);
    const drift = driftFact(report, watched, policy.posture);
    const trial = breaker.verdict === 'trial';
    const facts = trial ? { badData, ...drift } : { badData, ...drift, failures: breaker.failures };
    const judged = assessPosture(facts, policy.posture, trial ? 'steady' : previous);
    const floor = breaker.verdict === 'tripped' ? 'critical' : trial ? 'high' : 'steady';
    const posture = worse(judged.posture, floor);
    const ceiling = ceilingOf({ stale: input.stale, last: autonomy, breaker: breaker.verdict });
    const open = breaker.trialFrom === null ? [] : [`breaker ${breaker.verdict}: ${breaker.failures} failures`];
    return {
      answer: {
        posture,
        previous,
        failures: breaker.failures,
        breaker: breaker.verdict,
        ceiling: { atMost: ceiling.atMost, reasons: [...ceiling.reasons] },
      },
      decision: posture,
      reasons: [...postureReasons({ ...judged, posture, previous }), ...open, ...ceiling.reasons],
      posture,
      run: { posture, ...(breaker.verdict === 'closed' ? {} : { breaker: breaker.verdict }) },
    };
  },
});
