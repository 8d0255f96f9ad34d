import type { LearningReport } from '../model/learning.ts';
import type { Policy } from '../model/policy.ts';
import type { WatchedMeasure, WatchVerdict } from '../model/watch.ts';
import { ALARM, LEAST_OBSERVATIONS } from '../risk/drift.ts';

/** What the monitor knows of a tenant. */
export interface WatchFacts {
  /** Runs that ended in the window of the breaker, and those of them that failed or were rolled back. */
  readonly runs: { readonly ended: number; readonly failed: number };
  /** Null: outcomes were never held against forecasts, or too long ago. */
  readonly learning: LearningReport | null;
  /** Accounts of the newest published plan; null: none was published. */
  readonly accounts: number | null;
  /** Accounts that opted out in the last 28 days. */
  readonly optOuts: number;
}

export interface Watched {
  readonly verdict: WatchVerdict;
  readonly measures: readonly WatchedMeasure[];
}

/**
 * What alarms of a deployment do not cover, against the thresholds of the policy. Three-valued: a measure with fewer
 * observations than its minimum is neither an alarm nor a pass, and neither is the whole while one is missing.
 */
export function watch({ runs, learning, accounts, optOuts }: WatchFacts, policy: Policy): Watched {
  const { failureShare, noShowExcess, optOutShare } = policy.watch;
  const recent = learning?.recentNoShows;
  const measures = [
    share('failure-share', runs.failed, runs.ended, failureShare),
    judged('no-show-excess', recent ? recent.observed - recent.forecast : null, recent?.meetings ?? 0, noShowExcess),
    share('opt-out-share', optOuts, accounts ?? 0, optOutShare),
    drift('loss-drift', learning?.drift.losses),
    drift('no-show-drift', learning?.drift.noShows),
  ];
  const some = (verdict: WatchVerdict) => measures.some((measure) => measure.verdict === verdict);
  return { verdict: some('breached') ? 'breached' : some('unknown') ? 'unknown' : 'kept', measures };
}

interface Threshold {
  readonly atMost: number;
  readonly minimum: number;
}

function share(measure: WatchedMeasure['measure'], part: number, whole: number, threshold: Threshold): WatchedMeasure {
  return judged(measure, whole === 0 ? null : part / whole, whole, threshold);
}

function judged(
  measure: WatchedMeasure['measure'],
  value: number | null,
  observations: number,
  { atMost, minimum }: Threshold,
): WatchedMeasure {
  const known = value !== null && observations >= minimum;
  const verdict = !known ? 'unknown' : value > atMost ? 'breached' : 'kept';
  return { measure, verdict, value, threshold: atMost, observations, minimum };
}

const OF_DRIFT = { none: 'kept', drift: 'breached', unknown: 'unknown' } as const;

function drift(
  measure: WatchedMeasure['measure'],
  found: LearningReport['drift']['losses'] | undefined,
): WatchedMeasure {
  return {
    measure,
    verdict: found === undefined ? 'unknown' : OF_DRIFT[found.verdict],
    value: found?.evidence ?? null,
    threshold: ALARM,
    observations: found?.observations ?? 0,
    minimum: LEAST_OBSERVATIONS,
  };
}
