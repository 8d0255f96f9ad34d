import { z } from 'zod';
import { Probability } from './units.ts';
import { WatchedName } from './watch.ts';

/** Minutes of a stage; parts of a minute are for trying things out. */
const Stay = z.number().min(0).max(43_200);
/** Policy-days one function may live in one invocation: a year takes a processor 3 to 4 s, a function has 15 minutes. */
const MAX_SHARD_DAYS = 20_000;

/**
 * How a candidate is tried and spread. Of the policy set and not of a policy: nobody promotes a policy by looking at it less.
 * What is in force counts, never what a candidate says.
 */
export const PromotionTerms = z
  .strictObject({
    /** Simulated worlds a candidate is tried in at most; fewer where it is decided before. Fewer than 8 decide nothing. */
    worlds: z.int().min(8).max(2_000).default(60),
    /** Days of a world; what is measured is measured in whole quarters of 91 days. */
    days: z.int().min(91).max(3_640).default(364),
    /** Worlds between two looks. */
    batch: z.int().min(1).max(100).default(8),
    /** Worlds one function lives through in one piece. */
    worldsPerShard: z.int().min(1).max(50).default(4),
    /** Approvals needed. */
    quorum: z.int().min(1).max(2).default(1),
    /** Share of a tenant's accounts that are planned for real in the second stage. */
    canaryShare: Probability.default(0.1),
    /** How long each stage lasts at least. */
    minutes: z
      .strictObject({ shadow: Stay.default(60), canary: Stay.default(1_440), all: Stay.default(1_440) })
      .prefault({}),
    /** Between two looks at a stage. */
    lookMinutes: z.number().min(0.01).max(1_440).default(60),
    /** A stage that is not known to be good after so long is taken back: missing data is neither an alarm nor a pass. */
    patienceMinutes: Stay.default(10_080),
    /** Measures of the monitor that must be known, and kept, before a stage is through. */
    requires: z.array(WatchedName).max(10).default(['failure-share']),
  })
  .refine(({ days, worldsPerShard }) => days * worldsPerShard <= MAX_SHARD_DAYS, {
    path: ['worldsPerShard'],
    error: `let days × worldsPerShard be at most ${MAX_SHARD_DAYS}: a function lives 15 minutes`,
  });
export type PromotionTerms = z.infer<typeof PromotionTerms>;
