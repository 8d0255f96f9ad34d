import type { TrialRound } from '../../core/model/promotion-round.ts';
import { gateTimes } from '../../core/policy/gate-care.ts';
import { proposalOf } from '../../core/policy/proposal-of.ts';
import { firstShards } from '../../core/simulate/suites/trial-shards.ts';
import { codeDigest } from '../shared/code.ts';
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
const config = configuration();
const admit = admission({ heads: headStore(), control: configurationControl(), config });
const partsOf = trialParts(evidence);

/**
 * Validates a candidate: what it is compared with, who may approve it, and the invariants of every policy it changes. What is
 * left to try is the first round. Refused and failed end it here, with the reason named; one that changes no policy, but what
 * stands beside them, goes to its approvers at once.
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
    const beside = [...admitted.beside];
    const { parts, recordings, suites, failures } = await partsOf(promotion, baseline, admitted.parts);
    await promotions.patch(tenant, run, { status: 'testing', baseline: baseline.version, suites });
    if (failures.length > 0) {
      await promotions.patch(tenant, run, { reason: failures.join(' · ').slice(0, 2_000) });
      return { answer: { verdict: 'failed', round: null, shards: [] }, decision: 'failed', reasons: failures };
    }
    const tried: TrialRound = { number: 0, baseline: baseline.version, terms, parts, beside, shards: [], tried: [] };
    if (parts.length === 0) {
      const proposal = await evidence.put(tenant, 'proposal/1', proposalOf(promotion, tried, [], codeDigest));
      await promotions.patch(tenant, run, { proposal });
      const round = await evidence.put(tenant, 'content/1', tried);
      const times = gateTimes((await config.policyOf(tenant)).value.gate);
      return {
        answer: { verdict: 'untried', round, shards: [], proposal, ...times },
        decision: 'untried',
        reasons: beside.map(({ path }) => `${path} changes, which no world can try`),
      };
    }
    const shards = parts.flatMap((part, index) => firstShards(part, recordings[index] ?? null, terms));
    const stored = await evidence.put(tenant, 'content/1', { ...tried, shards } satisfies TrialRound);
    return {
      answer: { verdict: 'go', round: stored, shards: shards.map((_, index) => index) },
      decision: 'go',
      reasons: parts.map(({ part, changes }) => `${part}: ${changes.length} values changed`),
    };
  },
});
