import type { TenantId } from '../model/ids.ts';
import type { Flags } from '../model/policy.ts';
import type { PartName, Stage } from '../model/promotion.ts';
import { MODES } from './flag-strictness.ts';

type Scheduling = Flags['scheduling'];

/**
 * Flags as one tenant sees them: held to what a promotion lets it do while its policy is on trial, and without the trials of
 * others, so that they are the same flags, digest and all, for whoever is not on trial.
 * @param own whether the tenant has a policy of its own
 */
export function flagsOfTenant(flags: Flags, tenant: TenantId, own: boolean): Flags {
  const { trials, ...scheduling } = flags.scheduling;
  if (trials === undefined) return flags;
  const held = trials
    .filter((trial) => trial.startsWith(`${own ? tenant : '*'}:`))
    .reduce<Scheduling>((current, trial) => heldTo(current, trial), scheduling);
  return { ...flags, scheduling: held };
}

/** The trials of a stage, beside those that are none of these parts'. Undefined: none is left. */
export function trialsOf(
  before: readonly string[] | undefined,
  parts: readonly PartName[],
  stage: Stage,
  share: number,
): readonly string[] | undefined {
  const others = (before ?? []).filter((trial) => !parts.some((part) => trial.startsWith(`${part}:`)));
  const held = stage === 'shadow' ? 'shadow' : `canary:${Math.round(share * 1e6) / 1e6}`;
  const all = stage === 'all' ? others : [...others, ...parts.map((part) => `${part}:${held}`)];
  return all.length === 0 ? undefined : all.toSorted();
}

/** Stricter of both; a canary inside a canary keeps to the smaller share, without the segments of the larger. */
function heldTo(scheduling: Scheduling, trial: string): Scheduling {
  const [, mode = 'shadow', share = '0'] = trial.split(':');
  if (mode === 'shadow') {
    return MODES.indexOf(scheduling.mode) <= MODES.indexOf('shadow') ? scheduling : { ...scheduling, mode: 'shadow' };
  }
  if (MODES.indexOf(scheduling.mode) < MODES.indexOf('canary')) return scheduling;
  const { segments: _, ...rest } = scheduling;
  const most = scheduling.mode === 'canary' ? Math.min(scheduling.share, Number(share)) : Number(share);
  return { ...rest, mode: 'canary', share: most };
}
