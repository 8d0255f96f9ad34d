import { z } from 'zod';
import { Digest, TenantId } from '../../core/model/ids.ts';
import type { BaselineEvidence } from '../../core/model/promotion.ts';
import { WatchedMeasure } from '../../core/model/watch.ts';
import { digest } from '../../core/trace/digest.ts';
import { becameStable } from '../shared/became-stable.ts';
import { candidateSet, standing } from '../shared/candidate-configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { recordings } from './recordings.ts';

const promotions = promotionStore();
const control = configurationControl();
const heads = headStore();
const evidence = evidenceStore();
const recordAll = recordings(evidence);
const Measured = z.array(z.object({ tenant: TenantId, measures: z.array(WatchedMeasure) }));

/**
 * Moves the pointer to the last stable baseline, where it still is what the candidate was compared with, and what is deployed
 * is the candidate whole. Flags of the baseline stay: a promotion tries policies.
 */
export const handler = step({
  name: 'mark-stable',
  input: StepInput.extend({ measured: Digest.nullable(), round: Digest }),
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, measured, round } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const stable = async (version: number, by: Digest) => {
      await promotions.patch(tenant, run, { stable: version });
      const answer = { verdict: 'stable', version, evidence: by };
      return { answer, decision: 'stable', reasons: [`baseline ${version}`] };
    };
    const became = await becameStable(heads, promotion);
    if (became !== undefined && promotion.evidence !== undefined) return stable(became, promotion.evidence);
    const [before, deployments] = await Promise.all([heads.baseline(), control.look()]);
    const { proposal: proposed, deployed } = promotion;
    if (before === undefined || proposed === undefined || deployed?.policy == null)
      throw new Error(`promotion ${run} is not deployed; it cannot become stable`);
    const why: BaselineEvidence = {
      ...{ contract: 'baseline-evidence/1', tenant, promotion: run, proposal: proposed, stages: promotion.stages },
      recordings: await recordAll(tenant, round),
      measured: measured === null ? [] : await evidence.get(tenant, 'content/1', measured, Measured),
    };
    const stored = await evidence.put(tenant, 'baseline-evidence/1', why);
    const changed = (reason: string) => ({ answer: { verdict: 'changed' }, decision: 'changed', reasons: [reason] });
    if (before.version !== promotion.baseline) return changed('another baseline became stable');
    if (standing(promotion, deployments) !== 'in-force')
      return changed('the configuration was changed by somebody else');
    const { candidate } = await candidateSet(control, promotion, before);
    const { flags, flagsVersion } = before;
    const policySet = digest('policy-set/1', candidate);
    const next = { flags, flagsVersion, policySet, policyVersion: deployed.policy, evidence: stored };
    await promotions.patch(tenant, run, { evidence: stored });
    if (!(await heads.moveBaseline(before.version, next))) return changed('another baseline became stable');
    return stable(before.version + 1, stored);
  },
});
