import type { TrialRound } from '../../core/model/promotion-round.ts';
import { firstShards } from '../../core/simulate/suites/trial-shards.ts';
import { configuration } from '../shared/configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { admission } from './admission.ts';
import { trialParts } from './trial-parts.ts';

const evidence = evidenceStore();
const promotions = promotionStore();
const admit = admission({ heads: headStore(), control: configurationControl(), config: configuration() });
const partsOf = trialParts(evidence);

/**
 * Validates a candidate: what it is compared with, who may approve it, and the invariants of every policy it changes. What is
 * left to try is the first round. Refused and failed end it here, with the reason named.
 */
export const handler = step({
  name: 'open-promotion',
  input: StepInput,
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const admitted = await admit(promotion);
    if (admitted.refused !== null) {
      await promotions.patch(tenant, run, { reason: admitted.refused });
      return {
        answer: { verdict: 'refused', round: null, shards: [] },
        decision: 'refused',
        reasons: [admitted.refused],
      };
    }
    const { baseline, terms } = admitted;
    const { parts, recordings, suites, failures } = await partsOf(promotion, baseline, admitted.parts);
    await promotions.patch(tenant, run, { status: 'testing', baseline: baseline.version, suites });
    if (failures.length > 0) {
      await promotions.patch(tenant, run, { reason: failures.join(' · ').slice(0, 2_000) });
      return { answer: { verdict: 'failed', round: null, shards: [] }, decision: 'failed', reasons: failures };
    }
    const shards = parts.flatMap((part, index) => firstShards(part, recordings[index] ?? null, terms));
    const round: TrialRound = { number: 0, baseline: baseline.version, terms, parts, shards, tried: [] };
    const stored = await evidence.put(tenant, 'content/1', round);
    return {
      answer: { verdict: 'go', round: stored, shards: shards.map((_, index) => index) },
      decision: 'go',
      reasons: parts.map(({ part, changes }) => `${part}: ${changes.length} values changed`),
    };
  },
});
