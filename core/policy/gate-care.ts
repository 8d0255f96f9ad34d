import type { Flags, Policy } from '../model/policy.ts';

/** What is known of a gate that somebody looks after. */
export interface CaredGate {
  readonly state: 'open' | 'decided' | 'expired' | 'closed';
  readonly answered: boolean;
  readonly openedAt: string;
  readonly expiresAt: string;
}

export type GateCare =
  /** The waiting state ends as stopped. */
  | 'stop'
  /** The decision stands, and the waiting state does not know it: its callback was lost. */
  | 'answer'
  /** Waits in order; `remind` where nobody has decided for long enough. */
  | 'heartbeat-and-remind'
  | 'heartbeat'
  /** Nothing more to do here, now or later. */
  | 'leave';

/**
 * What an open gate needs now. A stop comes before everything; a gate past its expiry is left to the time-out of its state,
 * which alone ends it.
 */
export function gateCare(
  gate: CaredGate,
  at: string,
  {
    flags,
    runStopped,
    reminder,
  }: { readonly flags: Flags; readonly runStopped: boolean; readonly reminder: Policy['gate'] },
): GateCare {
  if (gate.state === 'decided') return gate.answered ? 'leave' : 'answer';
  if (gate.state !== 'open') return 'leave';
  if (flags.stop.enabled || runStopped) return 'stop';
  const now = Date.parse(at);
  if (now >= Date.parse(gate.expiresAt)) return 'leave';
  const due = now >= Date.parse(gate.openedAt) + reminder.reminderAfterMinutes * 60_000;
  return due ? 'heartbeat-and-remind' : 'heartbeat';
}

/**
 * Seconds without a heartbeat after which a gate counts as lost: an hour, and less than the whole time to decide, which
 * Step Functions asks for.
 * @param expiresInSeconds whole seconds until the gate expires
 */
export function heartbeatSeconds(expiresInSeconds: number): number {
  return Math.max(1, Math.min(LOST_AFTER_SECONDS, expiresInSeconds - 1));
}

/** Both times of a waiting state, by the policy of its gate. */
export function gateTimes({ expiresAfterMinutes }: Pick<Policy['gate'], 'expiresAfterMinutes'>) {
  const expiresInSeconds = Math.ceil(expiresAfterMinutes * 60);
  return { expiresInSeconds, heartbeatSeconds: heartbeatSeconds(expiresInSeconds) };
}

/** Somebody looks after gates every minute; sixty missed rounds are no accident. */
const LOST_AFTER_SECONDS = 3_600;
