import type { PolicySet } from '../../core/model/policy.ts';
import type { Promotion } from '../../core/model/promotion.ts';
import { withPolicyOf } from '../../core/policy/candidate-parts.ts';
import type { Baseline } from './baseline-pointer.ts';
import type { ConfigurationControl, Deployments } from './configuration-control.ts';

/** The set a promotion brings into force: what is stable, with the candidate in its place. */
export async function candidateSet(
  control: ConfigurationControl,
  { tenant, kind, submitted }: Promotion,
  baseline: Baseline,
): Promise<{ readonly stable: PolicySet; readonly sent: PolicySet; readonly candidate: PolicySet }> {
  const [stable, sent] = await Promise.all([control.policies(baseline.policyVersion), control.policies(submitted)]);
  return { stable, sent, candidate: kind === 'policy' ? withPolicyOf(stable, tenant, sent) : sent };
}

/**
 * Whether what a promotion deployed is in force: `spreading` while a deployment of its own is under way, `changed` where
 * anybody else deployed, stopped or took back anything of it.
 */
export function standing(
  { deployed }: Promotion,
  { flags, policy, underWay }: Pick<Deployments, 'flags' | 'policy' | 'underWay'>,
): 'in-force' | 'spreading' | 'changed' {
  if (deployed === undefined) return 'changed';
  if (underWay !== null) return underWay.version === deployed[underWay.document] ? 'spreading' : 'changed';
  return flags?.version === deployed.flags && policy?.version === deployed.policy ? 'in-force' : 'changed';
}
