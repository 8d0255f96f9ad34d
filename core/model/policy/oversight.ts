import { z } from 'zod';
import { Learned } from '../learned.ts';
import { Probability } from '../units.ts';

export const Gate = z.strictObject({
  /** Parts of a minute are for trying things out: no person decides in three seconds. */
  expiresAfterMinutes: z.number().min(0.05).max(43_200).default(1_440),
  reminderAfterMinutes: z.int().min(1).max(43_200).default(240),
});

export const DataQuality = z.strictObject({
  /** Oldest `asOf` accepted, hours before the run. */
  maxAgeHours: z.number().min(0).max(1e6).default(36),
});

/** Where the monitor calls what it sees a breach. Below its minimum of observations a measure says nothing, either way. */
export const Watch = z.strictObject({
  /** Failed runs over ended ones, in the window of the breaker. */
  failureShare: z.strictObject({ atMost: Probability.default(0.5), minimum: z.int().min(1).default(4) }).prefault({}),
  /** No-shows of the last 28 days above what was forecast, as a share of all meetings. */
  noShowExcess: z.strictObject({ atMost: Probability.default(0.1), minimum: z.int().min(1).default(50) }).prefault({}),
  /** Accounts that opted out in the last 28 days, over all accounts. */
  optOutShare: z.strictObject({ atMost: Probability.default(0.02), minimum: z.int().min(1).default(200) }).prefault({}),
});

export const Learning = z.strictObject({
  /** Share of the accounts that may be reserved from planning, by lot anew each quarter, so that effects can be measured. */
  holdoutShare: Probability.max(0.5, 'reserve at most half').default(0.05),
  /** The accounts with the largest expected loss, this share of all, are never reserved. */
  holdoutSpares: Probability.default(0.2),
  /** No account is reserved where fewer could be: so few would teach nothing. */
  holdoutMinimum: z.int().min(1).default(200),
  /** Outcomes of a forecast, or of a kind, without which nothing is concluded from them. */
  minimumOutcomes: z.int().min(30).default(200),
  /** What a promotion took over. */
  learned: Learned.prefault({}),
});
