import type { Policy } from '../model/policy.ts';
import { ENDED, type Run, type RunStatus } from '../model/run.ts';

/** What the breaker of a tenant says to its next run. */
export type BreakerVerdict = 'closed' | 'tripped' | 'trial';

export interface BreakerState {
  readonly verdict: BreakerVerdict;
  /** Failures in the window that count. */
  readonly failures: number;
  /** Instant from which a run is let through on trial; null: the breaker is closed. */
  readonly trialFrom: string | null;
}

/** What the breaker knows of a run. */
export type BreakerRun = Pick<Run, 'status' | 'requestedAt' | 'endedAt' | 'breaker'>;

const FAILED: readonly RunStatus[] = ['failed', 'rolled-back'];
/** The system worked to its end, whatever people made of the plan. */
const WORKED: readonly RunStatus[] = ['done', 'shadowed', 'rejected', 'changes-requested'];
const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * The breaker of a tenant, from the history of its runs alone: nothing is kept that could disagree with them.
 *
 * `trip` failures inside the window open it. Open, it lets no run through until the cool-down has passed since the last
 * failure; then it is half open: one run goes on trial (a tenant has one run under way at a time). A trial that works closes
 * it and forgets the failures; one that fails opens it for another cool-down. Runs turned away by the open breaker do not
 * count, or it would never cool down.
 * @param runs in any order, the asking run not among them
 * @param trip failures that open it
 */
export function breakerOf(
  runs: readonly BreakerRun[],
  at: string,
  settings: Policy['breaker'],
  trip: number,
): BreakerState {
  const now = Date.parse(at);
  const ended = runs
    .filter((run) => ENDED.includes(run.status) && run.breaker !== 'tripped')
    .map((run) => ({ ...run, at: Date.parse(run.endedAt ?? run.requestedAt) }))
    .sort((a, b) => a.at - b.at);
  const forgiven = ended.findLast((run) => run.breaker === 'trial' && WORKED.includes(run.status))?.at ?? -Infinity;
  const since = Math.max(forgiven, now - settings.windowHours * HOUR);
  const failures = ended.filter((run) => FAILED.includes(run.status) && run.at > since && run.at <= now);
  const last = failures.at(-1);
  const failedTrial = last?.breaker === 'trial';
  if (last === undefined || (failures.length < trip && !failedTrial)) {
    return { verdict: 'closed', failures: failures.length, trialFrom: null };
  }
  const trialFrom = last.at + settings.coolDownMinutes * MINUTE;
  const verdict = now >= trialFrom ? 'trial' : 'tripped';
  return { verdict, failures: failures.length, trialFrom: new Date(trialFrom).toISOString() };
}
