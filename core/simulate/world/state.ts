import { z } from 'zod';
import { AccountId, EngagementId, RepId } from '../../model/ids.ts';
import { Touch } from '../../model/portfolio.ts';
import { Instant } from '../../model/units.ts';

/** A place of the book and who sits in it. Days are counted from the scenario's first. */
const AccountState = z.strictObject({
  id: AccountId,
  generation: z.int().min(0),
  /** The current contract period: its number and its first day. */
  period: z.int().min(0),
  periodStart: z.int(),
  /** Cumulated true hazard of the period; lost when it passes the period's threshold. */
  hazard: z.number().min(0),
  /** A conversation has averted every later loss of this period. Nobody can see this. */
  saved: z.boolean(),
  /** Π (1 − ρ) of the conversations held in this period, as the CRM believes. */
  averted: z.number().min(0).max(1),
  fatigue: z.number().min(0),
  objected: z.boolean(),
  /** Mornings since the last contact on which it could have been met and was in no plan. */
  passedOver: z.int().min(0),
  /** The first of them; null: none. */
  passedSince: z.int().min(0).nullable(),
  /** Day of the loss while the place is empty. */
  lostOn: z.int().nullable(),
});
export type AccountState = z.infer<typeof AccountState>;

/** A conversation that is open: asked for and neither held nor expired. */
const OpenEngagement = z.strictObject({
  id: EngagementId,
  slot: z.int().min(0),
  askedOn: z.int().min(0),
  /** Times the customer did not show up. */
  attempts: z.int().min(0),
  /** A person decided that it must be held. */
  mandatory: z.boolean(),
  /** A person was asked about it. */
  gated: z.boolean(),
  /** Its account was in a published plan at some time since. */
  planned: z.boolean(),
  /** On some morning it could have been planned. */
  eligible: z.boolean(),
});
export type OpenEngagement = z.infer<typeof OpenEngagement>;

/** world/1: everything about a simulated world that its scenario and seed do not give. A run goes on from it. */
export const WorldState = z.strictObject({
  contract: z.literal('world/1'),
  /** Days lived. */
  day: z.int().min(0),
  accounts: z.array(AccountState),
  engagements: z.array(OpenEngagement),
  commitments: z.array(z.strictObject({ engagement: EngagementId, rep: RepId, start: Instant })),
  /** Contacts of the last weeks, as far back as a cap can reach. */
  ledger: z.array(Touch),
});
export type WorldState = z.infer<typeof WorldState>;
