import { setTimeout as pause } from 'node:timers/promises';
import type { RestoredDocument } from '../../core/model/rollback.ts';
import {
  type ConfigurationDocument,
  type ConfigurationState,
  comesBack,
  type DocumentState,
  restoreStep,
} from '../../core/policy/restore-step.ts';
import { digest } from '../../core/trace/digest.ts';
import type { Domain } from '../../core/trace/domains.ts';
import type { Baseline } from './baseline-pointer.ts';
import type { ConfigurationControl, Deployed } from './configuration-control.ts';
import { saysAfter } from './deployment-order.ts';
import { Transient } from './transient.ts';

/** What a restoration is about to do, told before it is done: a kill in between leaves it told. */
export type RestoreProgress =
  | { readonly stopping: number }
  | { readonly restoring: ConfigurationDocument; readonly from: string | null; readonly to: string };

export interface RestoredConfiguration {
  readonly flags: RestoredDocument;
  readonly policy: RestoredDocument;
  /** False: a deployment that must not be disturbed is under way; ask again later. */
  readonly complete: boolean;
}

/** Looks at the deployments before the rest is left to `resume-rollbacks`; a deployment all at once is through in seconds. */
const ROUNDS = 40;
const PAUSE_MS = 500;
/** A deployment that makes flags stricter takes as long as its strategy; this is no time to wait for it. */
const PATIENT_ROUNDS = 4;

/**
 * Brings flags and policies back to the baseline: looks, does the next step, looks again. Whatever was done before, by whom,
 * and wherever it was cut off, it goes on from what is deployed. Flags that somebody deployed between a look and the step that
 * followed are found by the next look, whoever takes it, and come back where they allow less.
 * @throws Transient where deployments do not come to rest
 */
export async function restoreConfiguration(
  control: ConfigurationControl,
  baseline: Baseline,
  description: string,
  tell: (progress: RestoreProgress) => Promise<void>,
): Promise<RestoredConfiguration> {
  for (let round = 0, waits = 0; round < ROUNDS; round += 1) {
    const { newest, ...state } = await look(control, baseline);
    const step = restoreStep(state);
    switch (step.do) {
      case 'nothing':
        return {
          flags: said(state, 'flags', step.strictFlagsKept ? 'stricter-kept' : 'as-baseline'),
          policy: said(state, 'policy', 'as-baseline'),
          complete: true,
        };
      case 'stop':
        await tell({ stopping: step.deployment });
        await control.stop(step.deployment);
        break;
      case 'deploy': {
        const from = state[step.document].current?.version ?? null;
        await tell({ restoring: step.document, from, to: step.version });
        await control.deploy(step.document, step.version, saysAfter(description, newest));
        break;
      }
      case 'wait':
        waits += 1;
        if (step.tightening && waits > PATIENT_ROUNDS) {
          const { current, baseline: then } = state.policy;
          return {
            flags: said(state, 'flags', 'stricter-kept'),
            policy: said(state, 'policy', current?.digest === then.digest ? 'as-baseline' : 'waiting'),
            complete: false,
          };
        }
        await pause(PAUSE_MS);
    }
  }
  throw new Transient(`configuration has not come to rest after ${ROUNDS} looks at its deployments`);
}

/**
 * Puts flags back that a rollback replaced unseen, where nobody is at that rollback any more: a copy of it that was slower may
 * deploy after another one had finished. True: it did.
 */
export async function restoreOvertaken(control: ConfigurationControl): Promise<boolean> {
  const { newest, flags, underWay, overtaken } = await control.look();
  if (flags === null || overtaken === null || underWay !== null) return false;
  const [now, before] = await Promise.all([control.flags(flags.version), control.flags(overtaken.version)]);
  if (!comesBack(before, now)) return false;
  return control.deploy('flags', overtaken.version, saysAfter('Flags that a rollback replaced unseen', newest));
}

function said(
  state: ConfigurationState,
  document: ConfigurationDocument,
  outcome: RestoredDocument['outcome'],
): RestoredDocument {
  const { current, baseline } = state[document];
  return { outcome, from: current?.version ?? null, to: baseline.version };
}

async function look(
  control: ConfigurationControl,
  baseline: Baseline,
): Promise<ConfigurationState & { readonly newest: number }> {
  const { newest, flags, policy, underWay, overtaken } = await control.look();
  const flagsOf = (one: Deployed | null) =>
    one === null || one.document !== 'flags' ? Promise.resolve(null) : control.flags(one.version);
  const [flagsNow, flagsThen, coming, before, setNow, setThen] = await Promise.all([
    flagsOf(flags),
    control.flags(baseline.flagsVersion),
    flagsOf(underWay),
    flagsOf(overtaken),
    policy === null ? null : control.policies(policy.version),
    control.policies(baseline.policyVersion),
  ]);
  // Digests are taken of what today's code reads out of both, so that a default added since is no difference.
  const state = (
    domain: Domain,
    one: Deployed | null,
    now: unknown,
    version: string,
    then: unknown,
  ): DocumentState => ({
    current: one === null ? null : { version: one.version, digest: digest(domain, now) },
    baseline: { version, digest: digest(domain, then) },
  });
  return {
    newest,
    flags: state('flags/1', flags, flagsNow, baseline.flagsVersion, flagsThen),
    policy: state('policy-set/1', policy, setNow, baseline.policyVersion, setThen),
    flagsNow,
    flagsThen,
    underWay: underWay === null ? null : { ...underWay, flags: coming },
    overtaken: overtaken === null || before === null ? null : { version: overtaken.version, flags: before },
  };
}
