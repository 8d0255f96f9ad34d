import type { PolicyChange, Promotion } from '../../core/model/promotion.ts';
import type { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { type CandidatePart, candidateParts, withPolicyOf } from '../../core/policy/candidate-parts.ts';
import { eligibleApprovers } from '../../core/policy/gate-approvers.ts';
import { setChanges } from '../../core/policy/policy-changes.ts';
import { digest } from '../../core/trace/digest.ts';
import { markStable } from '../shared/baseline.ts';
import type { Baseline } from '../shared/baseline-pointer.ts';
import type { Configuration } from '../shared/configuration.ts';
import type { ConfigurationControl } from '../shared/configuration-control.ts';
import type { HeadStore } from '../shared/head-store.ts';

export type Admission =
  | { readonly refused: string }
  | {
      readonly refused: null;
      readonly baseline: Baseline;
      readonly terms: PromotionTerms;
      readonly parts: readonly CandidatePart[];
      /** What it changes beside its policies. */
      readonly beside: readonly PolicyChange[];
    };

/** Policies one promotion may change: each is tried apart, in the same time. */
const MOST_PARTS = 10;

/**
 * Whether a candidate can be tried: something is stable, what is deployed is what is stable (or the candidate itself), it
 * changes something, and somebody who is not its author may approve it. Approvers are those of the policy in force: a
 * candidate does not choose its judges.
 */
export function admission(rooms: {
  readonly heads: HeadStore;
  readonly control: ConfigurationControl;
  readonly config: Configuration;
}) {
  const { heads, control, config } = rooms;
  return async ({ tenant, author, kind, submitted }: Promotion): Promise<Admission> => {
    const baseline = (await heads.baseline()) ?? (await markStable({ heads, control }, 0, null));
    const { policy, underWay } = await control.look();
    if (baseline === null || policy === null || underWay !== null)
      return {
        refused: 'a deployment of the configuration is under way; submit the candidate again when it is through',
      };
    const [stable, sent, inForce] = await Promise.all([
      control.policies(baseline.policyVersion),
      control.policies(submitted),
      control.policies(policy.version),
    ]);
    const candidate = kind === 'policy' ? withPolicyOf(stable, tenant, sent) : sent;
    const [is, was, wants] = [inForce, stable, candidate].map((set) => digest('policy-set/1', set));
    if (is !== was && is !== wants)
      return {
        refused: `policy version ${policy.version} is deployed and version ${baseline.policyVersion} is stable; go back to the baseline (POST /v1/rollbacks), or submit what is deployed as a policy set`,
      };
    const parts = candidateParts(stable, candidate);
    const beside = setChanges(stable, candidate);
    if (parts.length === 0 && beside.length === 0)
      return { refused: 'the candidate changes nothing against the stable baseline' };
    if (parts.length > MOST_PARTS)
      return { refused: `the candidate changes ${parts.length} policies; submit at most ${MOST_PARTS} at once` };
    const { promotion: terms } = stable;
    const { value: policyNow } = await config.policyOf(tenant);
    const eligible = eligibleApprovers(policyNow, author).length;
    if (eligible < terms.quorum)
      return {
        refused: `${terms.quorum} approvals needed and ${eligible} people may give one; name approvers who are not the author`,
      };
    return { refused: null, baseline, terms, parts, beside };
  };
}
