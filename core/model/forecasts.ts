import { z } from 'zod';
import { AccountId, Digest, EngagementId, RunId } from './ids.ts';
import { Loss } from './portfolio.ts';
import { Instant, Label, Minutes, Probability } from './units.ts';

/** What a published plan expected of one account. */
export const AccountForecast = z.strictObject({
  account: AccountId,
  ...Loss.shape,
  /** Drawn by lot this quarter: reserved, or open to planning. Null: not in the lot, so it says nothing about effects. */
  arm: z.enum(['reserved', 'open']).nullable(),
  /** Kind of all that was open with it; null: nothing, or more than one kind. */
  kind: Label.nullable(),
});
export type AccountForecast = z.infer<typeof AccountForecast>;

/** A meeting of the plan, as it was expected to go. */
export const MeetingForecast = z.strictObject({
  engagement: EngagementId,
  account: AccountId,
  kind: Label,
  start: Instant,
  minutes: Minutes,
  /** Chance that the customer shows up. */
  show: Probability,
  /** Chance that it averts a later loss, once held: effect × affinity. */
  averts: Probability,
});
export type MeetingForecast = z.infer<typeof MeetingForecast>;

/** forecasts/1: what a published plan expected, kept to be held against what happened. */
export const Forecasts = z
  .strictObject({
    contract: z.literal('forecasts/1'),
    run: RunId,
    plan: Digest,
    asOf: Instant,
    /** Digest of what the policy had learned: forecasts of other corrections say nothing about these. */
    learned: Digest,
    accounts: z.array(AccountForecast),
    meetings: z.array(MeetingForecast),
  })
  .meta({ id: 'forecasts', title: 'forecasts/1' });
export type Forecasts = z.infer<typeof Forecasts>;
