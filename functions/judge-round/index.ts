import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { ShardResult, TrialRound } from '../../core/model/promotion-round.ts';
import { gateTimes } from '../../core/policy/gate-care.ts';
import { configuration } from '../shared/configuration.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { trialJudge } from './trial-judge.ts';

const evidence = evidenceStore();
const promotions = promotionStore();
const config = configuration();
const judge = trialJudge(evidence);

/**
 * Looks at everything tried so far: another round, or the verdict. Every look is allowed: the intervals of the simulation hold
 * at all sample sizes at once. What is not decided when the worlds are used up is held.
 */
export const handler = step({
  name: 'judge-round',
  input: StepInput.extend({ round: Digest, results: z.array(Digest) }),
  part: ({ round }) => round,
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, round: digest, results } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const round = await evidence.get(tenant, 'content/1', digest, TrialRound);
    const all = [...round.tried, ...results];
    const tried = await Promise.all(all.map((one) => evidence.get(tenant, 'content/1', one, ShardResult)));
    const judged = await judge(promotion, round, tried);
    if (judged.verdict === 'again') {
      const next: TrialRound = { ...round, number: round.number + 1, shards: [...judged.shards], tried: all };
      const stored = await evidence.put(tenant, 'content/1', next);
      const shards = judged.shards.map((_, index) => index);
      return { answer: { verdict: 'again', round: stored, shards }, decision: 'again', reasons: results };
    }
    const { verdict, suites, proposal, reasons } = judged;
    const last = await evidence.put(tenant, 'content/1', { ...round, shards: [], tried: all } satisfies TrialRound);
    const reason = verdict === 'passed' ? {} : { reason: reasons.join(' · ').slice(0, 2_000) };
    await promotions.patch(tenant, run, { suites: [...suites], proposal, ...reason });
    const { value: policy } = await config.policyOf(tenant);
    const answer = { verdict, round: last, shards: [], proposal, ...gateTimes(policy.gate) };
    return { answer, decision: verdict, reasons: [...results, ...reasons] };
  },
});
