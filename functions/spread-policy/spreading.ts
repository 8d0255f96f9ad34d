import { setTimeout as pause } from 'node:timers/promises';
import { type Promotion, Proposal, type Stage } from '../../core/model/promotion.ts';
import { trialsOf } from '../../core/policy/trial.ts';
import { digest } from '../../core/trace/digest.ts';
import type { Baseline } from '../shared/baseline-pointer.ts';
import { candidateSet, standing } from '../shared/candidate-configuration.ts';
import { now } from '../shared/clock.ts';
import type { ConfigurationControl, Pace } from '../shared/configuration-control.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { HeadStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import type { PromotionStore } from '../shared/promotion-store.ts';

export type Spread =
  | { readonly verdict: 'deployed'; readonly reason: string; readonly waitSeconds: number }
  | { readonly verdict: 'busy'; readonly reason: string; readonly waitSeconds: number }
  /** Something else became stable, or was deployed: nothing more is done. */
  | { readonly verdict: 'overtaken'; readonly reason: string };

/** A version that goes to everybody at once is through in seconds. */
const LOOKS = 20;
const PAUSE_MS = 250;
const PACE: Readonly<Record<Stage, Pace>> = { shadow: 'at-once', canary: 'canary', all: 'at-once' };

/**
 * Stages of a candidate. Flags first, policy second: the candidate is in force for nobody without its trial. What is stored
 * for a stage is in the record before it is deployed, so a kill in between goes on with the same versions.
 */
export function spreading(rooms: {
  readonly promotions: PromotionStore;
  readonly control: ConfigurationControl;
  readonly heads: HeadStore;
  readonly evidence: EvidenceStore;
}) {
  const { promotions, control, heads, evidence } = rooms;

  const prepared = async (promotion: Promotion, baseline: Baseline, stage: Stage): Promise<Promotion | string> => {
    const { tenant, id } = promotion;
    if (promotion.stages.some((one) => one.stage === stage)) return promotion;
    const { flags, policy, underWay } = await control.look();
    if (flags === null || policy === null || underWay !== null) return 'another deployment is under way';
    const { stable, sent, candidate } = await candidateSet(control, promotion, baseline);
    const [inForce, was, wants] = [await control.policies(policy.version), stable, candidate].map((set) =>
      digest('policy-set/1', set),
    );
    if (promotion.deployed === undefined && inForce !== was && inForce !== wants)
      return `overtaken: policy version ${policy.version} was deployed meanwhile`;
    if (promotion.deployed !== undefined && standing(promotion, { flags, policy, underWay }) !== 'in-force')
      return 'overtaken: the configuration was changed while the candidate was spread';
    const proposal = await evidence.get(tenant, 'proposal/1', proposalOf(promotion), Proposal);
    const parts = proposal.parts.map(({ part }) => part);
    const { scheduling } = await control.flags(flags.version);
    const trials = trialsOf(scheduling.trials, parts, stage, proposal.terms.canaryShare);
    const named = `Promotion ${id}, ${stage}`;
    const next = {
      flags: await control.storeTrials(flags.version, trials, named),
      policy:
        promotion.deployed?.policy ??
        (digest('policy-set/1', sent) === wants ? promotion.submitted : await control.storePolicies(candidate, named)),
    };
    const stages = [...promotion.stages, { stage, at: now() }];
    await promotions.patch(tenant, id, { status: stage, deployed: next, stages });
    return promotionRecord(promotions, tenant, id);
  };

  /** True: in force, or spreading as it should; false: somebody else's deployment is in the way. */
  const deployed = async (
    document: 'flags' | 'policy',
    version: string,
    named: string,
    pace: Pace,
  ): Promise<boolean> => {
    for (let look = 0; look < LOOKS; look += 1) {
      const { [document]: current, underWay } = await control.look();
      if (underWay === null && current?.version === version) return true;
      if (underWay?.version === version && underWay.document === document && pace !== 'at-once') return true;
      if (underWay === null) await control.deploy(document, version, named, pace);
      else if (underWay.version !== version || underWay.document !== document) return false;
      await pause(PAUSE_MS);
    }
    return false;
  };

  return async (promotion: Promotion, stage: Stage): Promise<Spread> => {
    const baseline = await heads.baseline();
    if (baseline === undefined || baseline.version !== promotion.baseline)
      return {
        verdict: 'overtaken',
        reason: `baseline ${baseline?.version ?? 'none'} took the place of ${promotion.baseline}`,
      };
    const ready = await prepared(promotion, baseline, stage);
    const waitSeconds = 5;
    if (typeof ready === 'string')
      return ready.startsWith('overtaken')
        ? { verdict: 'overtaken', reason: ready }
        : { verdict: 'busy', reason: ready, waitSeconds };
    const named = `Promotion ${promotion.id}, ${stage}`;
    const { flags = '', policy = null } = ready.deployed ?? {};
    if (!(await deployed('flags', flags, named, PACE[stage])))
      return { verdict: 'busy', reason: 'flags are not through yet', waitSeconds };
    if (stage === 'shadow' && policy !== null && !(await deployed('policy', policy, named, 'shadow')))
      return { verdict: 'busy', reason: 'the policy is not through yet', waitSeconds };
    return { verdict: 'deployed', reason: `${stage}: flags ${flags}, policy ${policy}`, waitSeconds: 1 };
  };
}

function proposalOf({ id, proposal }: Promotion) {
  if (proposal === undefined) throw new Error(`promotion ${id} has no proposal; it cannot spread`);
  return proposal;
}
