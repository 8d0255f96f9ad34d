import type { Flags } from '../model/policy.ts';
import { allowsMore, isStricter } from './flag-strictness.ts';

export type ConfigurationDocument = 'flags' | 'policy';

/** A document of the configuration as a rollback sees it. */
export interface DocumentState {
  /** Version in force and its content's digest; null: none is deployed. */
  readonly current: { readonly version: string; readonly digest: string } | null;
  readonly baseline: { readonly version: string; readonly digest: string };
}

export interface ConfigurationState {
  readonly flags: DocumentState;
  readonly policy: DocumentState;
  /** Flags in force, and those of the baseline. */
  readonly flagsNow: Flags | null;
  readonly flagsThen: Flags;
  /** The deployment under way; `flags`: those it brings, where it brings flags. */
  readonly underWay: {
    readonly number: number;
    readonly document: ConfigurationDocument;
    readonly version: string;
    readonly flags: Flags | null;
  } | null;
  /** Flags that somebody deployed after the last look of a rollback, and that its next deployment replaced unseen. */
  readonly overtaken: { readonly version: string; readonly flags: Flags } | null;
}

export type RestoreStep =
  | { readonly do: 'stop'; readonly deployment: number }
  | { readonly do: 'deploy'; readonly document: ConfigurationDocument; readonly version: string }
  /** A deployment is under way that must go on: ours, or one that makes flags stricter (`tightening`). */
  | { readonly do: 'wait'; readonly tightening: boolean }
  | { readonly do: 'nothing'; readonly strictFlagsKept: boolean };

/**
 * The next thing to do to get policy, thresholds and flags back to the baseline, looked at anew after each: so a rollback may
 * be started twice, at once, or half-way, and all of them end at the same place.
 *
 * A deployment under way is stopped first, save one that brings what is wanted, or one that makes flags stricter: nobody's
 * stop is undone by a rollback. Flags go back only where that allows nothing more than what is in force, and stricter ones
 * that were overtaken unseen come back first; documents of the same content are the same, whatever their version.
 */
export function restoreStep(state: ConfigurationState): RestoreStep {
  const { underWay, flagsNow, flagsThen, overtaken } = state;
  if (underWay !== null) {
    const wanted = state[underWay.document].baseline.version === underWay.version;
    const tightening = underWay.flags !== null && flagsNow !== null && tightens(underWay.flags, flagsNow);
    const loosening = wanted && underWay.flags !== null && flagsNow !== null && allowsMore(underWay.flags, flagsNow);
    if (tightening || (wanted && !loosening)) return { do: 'wait', tightening: tightening && !wanted };
    return { do: 'stop', deployment: underWay.number };
  }
  if (overtaken !== null && flagsNow !== null && comesBack(overtaken.flags, flagsNow))
    return { do: 'deploy', document: 'flags', version: overtaken.version };
  // A trial holds a candidate until it is gone, or it would be in force for everybody in between.
  if ((flagsNow?.scheduling.trials ?? []).length > 0 && differs(state.policy)) return deploy('policy', state.policy);
  const strictFlagsKept = flagsNow !== null && allowsMore(flagsThen, flagsNow);
  if (!strictFlagsKept && differs(state.flags)) return deploy('flags', state.flags);
  if (differs(state.policy)) return deploy('policy', state.policy);
  return { do: 'nothing', strictFlagsKept: strictFlagsKept && differs(state.flags) };
}

/** Whether flags that were overtaken unseen are put in force again: those now allow more, and no stop is lifted by it. */
export function comesBack(overtaken: Flags, current: Flags): boolean {
  return allowsMore(current, overtaken) && (overtaken.stop.enabled || !current.stop.enabled);
}

/** A stop on its way counts whatever comes with it: while it is set, nothing else in the flags matters. */
function tightens(coming: Flags, current: Flags): boolean {
  return isStricter(coming, current) || (coming.stop.enabled && !current.stop.enabled);
}

function differs({ current, baseline }: DocumentState): boolean {
  return current?.digest !== baseline.digest;
}

function deploy(document: ConfigurationDocument, { baseline }: DocumentState): RestoreStep {
  return { do: 'deploy', document, version: baseline.version };
}
