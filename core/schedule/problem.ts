import type { Cap } from '../calendar/contact-cap.ts';
import type { Minute } from '../calendar/minute.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio } from '../model/portfolio.ts';
import type { Places } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';

/** Who the rep is to the account; the affinity of a place depends on nothing else. */
export const OWNER = 0;
export const TEAM = 1;
export const OTHER = 2;
export const KINDS = 3;

/**
 * A block as flat arrays. Engagements and accounts are sorted by id, so that the order of the input never matters.
 * Engagements of accounts that objected are left out; those without any place stay, with no lists.
 */
export interface Problem {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly days: RepDayTable;
  readonly places: Places;
  readonly slotMinutes: number;
  readonly bufferMinutes: number;
  readonly accounts: readonly Account[];
  readonly engagements: readonly Engagement[];
  readonly account: Int32Array;
  /** Engagements of account a: `accountStart[a] … accountStart[a + 1] − 1`. */
  readonly accountStart: Int32Array;
  readonly minutes: Int32Array;
  readonly contactCost: Float64Array;
  /** What a planned minute costs on a rep-day because of the rep's load so far, minor units. */
  readonly surcharge: Int32Array;
  /** show · effect. */
  readonly reach: Float64Array;
  /** Affinity by kind of rep, of each account. */
  readonly affinity: Float64Array;
  readonly mandatory: Uint8Array;
  /** 2: mandatory; 1: its account was passed over as long as the policy allows; 0: neither. */
  readonly urgency: Uint8Array;
  /** 1 for accounts that were. */
  readonly starved: Uint8Array;
  /** Epoch minute of a pinned start, NONE: free. */
  readonly pinned: Int32Array;
  /** Rep-day of a pinned meeting, NONE outside the horizon; its touch day and affinity. */
  readonly pinnedDay: Int32Array;
  readonly pinnedTouch: Int32Array;
  readonly pinnedAffinity: Float64Array;
  /** By engagement and touch day: list, sub of the owner's team, class of the owner. */
  readonly lists: Int32Array;
  readonly teamSub: Int32Array;
  readonly ownClass: Int32Array;
  /** The class of the one published start, with its kind, where it is still feasible. */
  readonly keepClass: Int32Array;
  readonly keepKind: Uint8Array;
  /** Published start, epoch minutes, and rep index, where there is a commitment to keep; else NONE. */
  readonly keepStart: Int32Array;
  readonly keepRep: Int32Array;
  /** Commitments that `moved` ranges over, of this block. */
  readonly publishedCount: number;
  /** Engagements that come before / after each, as indices. */
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
  /** Per account: touches that stand (ledger and pinned), caps, K_a. Only filled for accounts with several engagements. */
  readonly standing: readonly (readonly Minute[])[];
  readonly caps: readonly (readonly Cap[])[];
  readonly most: Int32Array;
}
