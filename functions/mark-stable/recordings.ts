import type { Digest, TenantId } from '../../core/model/ids.ts';
import type { BaselineEvidence } from '../../core/model/promotion.ts';
import { ShardResult, TrialRound } from '../../core/model/promotion-round.ts';
import { recordBaseline } from '../../core/simulate/suites/regression.ts';
import { RECORDED_WORLDS } from '../../core/simulate/suites/trial-shards.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';

/** Records how each candidate did in the first worlds, for the regression suite of whatever comes after it. */
export function recordings(evidence: EvidenceStore) {
  return async (tenant: TenantId, digest: Digest): Promise<BaselineEvidence['recordings']> => {
    const round = await evidence.get(tenant, 'content/1', digest, TrialRound);
    const recorded: BaselineEvidence['recordings'] = [];
    for (const { part } of round.parts) {
      const runs = [];
      for (const tried of round.tried) {
        const result = await evidence.get(tenant, 'content/1', tried, ShardResult);
        if (result.kind === 'worlds' && result.part === part)
          runs.push(...result.pairs.map(({ candidate }) => candidate));
      }
      const first = runs.toSorted((a, b) => a.seed - b.seed).slice(0, RECORDED_WORLDS);
      if (first.length === 0) continue;
      recorded.push({ part, recording: await evidence.put(tenant, 'regression-baseline/1', recordBaseline(first)) });
    }
    return recorded;
  };
}
