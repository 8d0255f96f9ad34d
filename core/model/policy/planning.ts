import { z } from 'zod';
import { Channel } from '../portfolio.ts';
import { Label, Money, Probability } from '../units.ts';

export const Risk = z.strictObject({
  measure: z.enum(['neutral', 'evar']).default('evar'),
  /** Confidence level of the tail, for `evar`. */
  alpha: z.number().min(0).max(0.999).default(0.95),
  /** Rounds of plan, re-fit θ, plan again. */
  rounds: z.int().min(1).max(5).default(3),
  /**
   * States of the market that all accounts share, with the multiplier of their hazards there: expected and tail loss are then
   * taken over the mixture. Weights are shares of their sum; what is to be as forecast is a state with hazard 1.
   */
  marketScenarios: z
    .array(
      z.strictObject({
        name: Label,
        weight: z.number().gt(0, 'use a weight above 0').max(1e6),
        hazard: z.number().min(0).max(100, 'use 0 to 100 times the hazard'),
      }),
    )
    .max(8)
    .optional(),
});

export const Value = z.strictObject({
  /** Cost of one touch, minor units, by channel. */
  contactCost: z
    .partialRecord(Channel, Money)
    .default({ phone: 500, video: 500, 'in-person': 2_000, email: 100, sms: 100 }),
  /** Cost of moving or dropping one published engagement, minor units. */
  disruptionCost: Money.default(1_500),
  /** Share of `effect` that remains when the rep is the owner, on the owner's team, or anyone else. No owner: 1. */
  affinity: z
    .strictObject({ owner: Probability.default(1), team: Probability.default(0.92), other: Probability.default(0.85) })
    .prefault({}),
});

export const RepDignity = z.strictObject({
  /** Free minutes between two meetings of one rep. */
  bufferMinutes: z.int().min(0).max(120).default(10),
  /** After this many meetings in a row a break is due: meetings are in a row when the gap is shorter than the break. */
  breakAfter: z.int().min(1).max(50).default(3),
  breakMinutes: z.int().min(0).max(240).default(30),
  /** Share of a rep's available minutes of a day that may be planned. */
  loadCeiling: z.number().min(0).max(1).default(0.85),
  /**
   * Who carried more than the others in the window before asOf is asked less: a minute costs `perMinute` minor units where
   * the load is twice the mean, in proportion below, nothing up to `tolerance` above it. 0: load is only reported.
   */
  fairness: z
    .strictObject({
      perMinute: z.int().min(0).max(100_000).default(20),
      tolerance: z.number().min(0).max(10).default(0.1),
    })
    .prefault({}),
});

export const Contact = z.strictObject({
  /** At most `touches` in any `days` × 24 h, over all channels, ledger included. */
  caps: z
    .array(z.strictObject({ touches: z.int().min(0).max(1000), days: z.int().min(1).max(366) }))
    .max(8)
    .default([
      { touches: 2, days: 7 },
      { touches: 5, days: 30 },
    ]),
  /** Hours between the starts of two touches of one account. */
  minimumGapHours: z.int().min(0).max(2000).default(48),
  /** Business hours of the customer, counted from asOf, in which nothing new starts unless requested. */
  noticeBusinessHours: z.int().min(0).max(80).default(4),
});

export const Equity = z.strictObject({
  /** Each group's coverage is at least this share of the best group's (four-fifths rule). */
  floor: Probability.default(0.8),
  /** Groups with fewer eligible accounts are reported only. */
  minimumSize: z.int().min(1).default(20),
  /** Plans made at most to reach the floor at the least cost, beside those without it. 0: coverage is only reported. */
  parityRounds: z.int().min(0).max(20).default(6),
  /** An eligible account passed over this many runs in a row is placed or goes to a person. */
  starvationRuns: z.int().min(1).default(3),
  /** And, where the CRM says since when, not before so many business days: daily runs must not serve everybody in turn. */
  starvationDays: z.int().min(0).max(400).default(15),
});

export const Search = z.strictObject({
  /** Iterations of the dual and sweeps of the primal: work, never time. */
  dualIterations: z.int().min(1).max(5_000).default(150),
  sweeps: z.int().min(1).max(500).default(12),
  beamWidth: z.int().min(1).max(1_000).default(12),
});
