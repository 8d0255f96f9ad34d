import type { RunId, TenantId } from '../../core/model/ids.ts';
import type { Autonomy, Policy, Posture } from '../../core/model/policy.ts';
import { type BreakerState, breakerOf } from '../../core/policy/breaker.ts';
import { now } from './clock.ts';
import type { RunStore } from './run-store.ts';

/** Runs looked back at: a tenant has one under way at a time, and a day's worth is what counts. */
const LOOK_BACK = 50;

export interface RecentRuns {
  readonly breaker: BreakerState;
  /** Of the last run that had one; steady before the first. */
  readonly posture: Posture;
  /** Of the last run that had one; null before the first. */
  readonly autonomy: Autonomy | null;
}

/** What the tenant's own history says: the state of its breaker, and the posture and autonomy it had last. */
export function recentRuns(runs: RunStore) {
  return async (tenant: TenantId, self: RunId, policy: Policy): Promise<RecentRuns> => {
    const others = (await runs.list(tenant, LOOK_BACK)).runs.filter(({ id }) => id !== self);
    return {
      breaker: breakerOf(others, now(), policy.breaker, policy.posture.failures.critical),
      posture: others.find(({ posture }) => posture !== undefined)?.posture ?? 'steady',
      autonomy: others.find(({ autonomy }) => autonomy !== undefined)?.autonomy ?? null,
    };
  };
}
