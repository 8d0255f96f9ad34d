import type { Digest } from '../../core/model/ids.ts';
import { digest } from '../../core/trace/digest.ts';
import type { Baseline } from './baseline-pointer.ts';
import type { ConfigurationControl } from './configuration-control.ts';
import type { HeadStore } from './head-store.ts';

/**
 * Marks what is deployed now, whole, as the last stable baseline: flags and policies of one moment, by their hosted versions.
 * @param evidence what showed it to be stable; null: the configuration a first run found
 * @returns null where something is missing or on its way, so that nothing half-deployed is ever a baseline
 */
export async function markStable(
  { heads, control }: { readonly heads: HeadStore; readonly control: ConfigurationControl },
  seen: number,
  evidence: Digest | null,
): Promise<Baseline | null> {
  const { flags, policy, underWay } = await control.look();
  if (flags === null || policy === null || underWay !== null) return null;
  const [values, set] = await Promise.all([control.flags(flags.version), control.policies(policy.version)]);
  const next = {
    flags: digest('flags/1', values),
    policySet: digest('policy-set/1', set),
    flagsVersion: flags.version,
    policyVersion: policy.version,
    evidence,
  };
  await heads.moveBaseline(seen, next);
  return (await heads.baseline()) ?? null;
}
