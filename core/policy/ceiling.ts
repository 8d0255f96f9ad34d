import type { Autonomy } from '../model/policy.ts';
import type { BreakerVerdict } from './breaker.ts';

/** From most to least that a run may do by itself. */
const STRICTNESS: readonly Autonomy[] = ['autonomous', 'one-approver', 'two-approvers', 'blocked'];

/** The one that leaves less to the machine. */
export function stricter(a: Autonomy, b: Autonomy): Autonomy {
  return STRICTNESS.indexOf(a) >= STRICTNESS.indexOf(b) ? a : b;
}

/** What holds a run back whatever the routing table says, with the reason for trace and approver. */
export interface Ceiling {
  readonly atMost: Autonomy;
  readonly reasons: readonly string[];
}

export interface CeilingFacts {
  /** Configuration is the last known good, since the service could not be reached. */
  readonly stale: boolean;
  /** Autonomy of the tenant's last run that got that far; null: none did. */
  readonly last: Autonomy | null;
  readonly breaker: BreakerVerdict;
}

/**
 * Never more autonomy than before while configuration is stale: at most what the last run had, and at least one approver. A
 * run on trial after the breaker tripped needs a person, too.
 */
export function ceilingOf({ stale, last, breaker }: CeilingFacts): Ceiling {
  const staleAtMost = stricter('one-approver', last ?? 'one-approver');
  const holds: readonly (readonly [boolean, Autonomy, string])[] = [
    [stale, staleAtMost, `configuration cannot be reached: at most ${staleAtMost}, as the last run`],
    [breaker === 'trial', 'one-approver', 'on trial after repeated failures: a person decides'],
  ];
  const active = holds.filter(([on]) => on);
  return {
    atMost: active.reduce<Autonomy>((strictest, [, atMost]) => stricter(strictest, atMost), 'autonomous'),
    reasons: active.map(([, , reason]) => reason),
  };
}
