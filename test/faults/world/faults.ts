import type { Random } from './random.ts';

/** What may happen to a call of a service. */
export const FAULTS = [
  /** Refused with an error of the service; nothing was written. */
  'error-before',
  /** Written, and answered with an error of the service. */
  'error-after',
  /** Written, and no answer within the time. */
  'timeout-after',
  /** Never arrived; known only after the time for it. */
  'timeout-before',
  'throttle',
  /** The answer was lost, and the SDK sent the same again by itself. */
  'sent-twice',
  /** The function died before the call, or after it. */
  'kill-before',
  'kill-after',
  /** Whoever called the function gave it up; it goes on all the same. */
  'zombie',
  /** Everything that runs dies, and starts again. */
  'power-cut',
  /** The clock that is shown jumps, forward or back. */
  'clock-jump',
  /** It takes seconds, while everything else goes on. */
  'held',
  /** Nothing happens for longer than some of those who wait are willing to. */
  'slow',
  /** Somebody deploys flags after a rollback looked and before it deploys. */
  'overtaken',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault that comes for certain, to the first calls it fits: where chance would take thousands of schedules. */
export interface Nudge {
  /** The function that asks. */
  readonly by: string;
  readonly call: string;
  /** How the place begins, such as `heads acme#head`. */
  readonly place?: string;
  readonly fault: Fault;
  readonly times: number;
}

/** Shares of calls that meet a fault; a schedule has one of them, and only some of the faults. */
const RATES = [0, 0.002, 0.01, 0.03] as const;

export interface Faults {
  /** From here on nothing fails any more: what is left to do gets done. */
  heal(): void;
  /** True: somebody deploys flags now, faster than the rollback that is about to. */
  overtakes(): boolean;
  /** The fault that meets this call, if one does. */
  meet(call: string): Fault | undefined;
  /** In the order asked, as many as this many at once. */
  readonly reorders: boolean;
  /** Events and requests are handed over twice now and then. */
  readonly duplicates: number;
  readonly met: Map<Fault, number>;
}

export function faultsOf(random: Random): Faults {
  const rate = random.pick(RATES);
  const enabled = FAULTS.filter((fault) => random.chance(0.6) && fault !== 'overtaken');
  const overtaken = random.chance(0.5);
  const storms = random.chance(0.15);
  const reorders = random.chance(0.5);
  const duplicates = random.chance(0.3) ? 0.2 : 0;
  const met = new Map<Fault, number>();
  let healed = false;
  let storm = 0;
  let what: Fault = 'throttle';
  const said = (fault: Fault | undefined) => {
    if (fault !== undefined) met.set(fault, (met.get(fault) ?? 0) + 1);
    return fault;
  };
  return {
    heal: () => {
      healed = true;
    },
    overtakes: () => !healed && overtaken && random.chance(0.6) && said('overtaken') !== undefined,
    meet(call) {
      if (healed) return undefined;
      // A service that is away stays away for a while, so that retries come to their end.
      if (storm > 0) {
        storm -= 1;
        return said(what);
      }
      const [first, ...rest] = enabled;
      if (first === undefined || !random.chance(rate)) return undefined;
      const fault = random.pick([first, ...rest]);
      if (storms && ['error-before', 'throttle'].includes(fault) && random.chance(0.3)) {
        storm = 5 + random.below(40);
        what = fault;
      }
      return said(fault === 'sent-twice' && !call.startsWith('Put') ? 'error-after' : fault);
    },
    reorders,
    duplicates,
    met,
  };
}
