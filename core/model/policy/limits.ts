import { z } from 'zod';
import { Degradation } from '../degradation.ts';
import { distinct } from '../distinct.ts';
import { Probability } from '../units.ts';

/** Shares and counts of runs are never below 0; a share can be kept from ever counting by a threshold above 1. */
const threshold = z.number().min(0, 'use 0 to 1000').max(1_000, 'use 0 to 1000');

const thresholds = (elevated: number, high: number, critical: number) =>
  z
    .strictObject({
      elevated: threshold.default(elevated),
      high: threshold.default(high),
      critical: threshold.default(critical),
    })
    .prefault({})
    .refine((t) => t.elevated <= t.high && t.high <= t.critical, 'let elevated ≤ high ≤ critical');

export const PostureThresholds = z.strictObject({
  /** EVaR with the plan, as a share of the total stake. */
  tailShare: thresholds(0.5, 0.75, 0.95),
  /** Mandatory engagements unplaced, as a share of all mandatory ones. */
  mandatoryUnplaced: thresholds(0.01, 0.1, 0.5),
  /** Lowest group coverage over the best, subtracted from 1. */
  parityShortfall: thresholds(0.2, 0.4, 0.9),
  /** Share of accounts with missing, stale or implausible data. */
  badData: thresholds(0.05, 0.2, 0.5),
  /** Proven gap of the plan. */
  gap: thresholds(0.03, 0.1, 0.5),
  /** Estimated share of the tightest hard budget cap. */
  budget: thresholds(0.8, 0.95, 1),
  /** Failed runs of the tenant in the window of the breaker; critical is where it trips. */
  failures: thresholds(1, 2, 3),
  /** Distance of what really happened from its forecast: expected calibration error of the outcomes, where measured. */
  drift: thresholds(0.05, 0.1, 0.25),
  /** Going down one posture needs this much below its threshold, relative. */
  margin: z.number().min(0).max(1).default(0.1),
});

export const Breaker = z.strictObject({
  /** Failures older than this are forgotten. */
  windowHours: z.number().min(0.1).max(720).default(24),
  /** After it tripped, this long until one run is let through on trial. */
  coolDownMinutes: z.number().min(0).max(43_200).default(60),
});

/** From which share on the impact of a plan is medium, and high. */
const share = (medium: number, high: number) =>
  z
    .strictObject({ medium: Probability.default(medium), high: Probability.default(high) })
    .prefault({})
    .refine((t) => t.medium <= t.high, 'let medium ≤ high');

export const ImpactThresholds = z.strictObject({
  /** Published engagements moved or cancelled, over all published ones. */
  disturbedShare: share(0.02, 0.2),
  /** Accounts with a new touch, over all accounts. */
  contactedShare: share(0.1, 0.5),
});

const cap = (soft: number, hard: number) =>
  z
    .strictObject({ soft: z.number().min(0).default(soft), hard: z.number().min(0).default(hard) })
    .prefault({})
    .refine((c) => c.soft <= c.hard, 'let soft ≤ hard');

export const Budget = z.strictObject({
  /** Search work, millions of candidate evaluations. */
  work: cap(5_000, 50_000),
  /** Estimated cost of one run, micro US dollars. */
  microDollars: cap(500_000, 5_000_000),
  /** DynamoDB write units of one run. */
  writes: cap(100_000, 1_000_000),
  /** Shards planned at the same time. */
  concurrency: cap(40, 200),
  /** New touches planned in one run. */
  contacts: cap(20_000, 100_000),
  /** What is given up, and in which order; what is not named is never given up. Absent: everything, in the order above. */
  degrade: z
    .array(Degradation)
    .refine((order) => distinct(order), 'name each degradation once')
    .optional(),
});
