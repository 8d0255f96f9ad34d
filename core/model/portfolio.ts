import { z } from 'zod';
import { AccountId, EngagementId, RepId } from './ids.ts';
import { ScorecardModel } from './scorecard-model.ts';
import {
  Currency,
  Instant,
  Jurisdiction,
  Label,
  Language,
  LocalDate,
  Minutes,
  Money,
  Probability,
  TimeZone,
  WeeklyHours,
} from './units.ts';

export const Channel = z.enum(['phone', 'video', 'in-person', 'email', 'sms']);
export type Channel = z.infer<typeof Channel>;

/** Loss process of an account: lost with `probability` within `withinDays` from asOf if nobody acts; see core/risk. */
export const Loss = z.strictObject({
  probability: Probability,
  withinDays: z.int().min(1, 'use 1 to 3650 days').max(3650, 'use 1 to 3650 days'),
  shape: z.number().min(0.1, 'use 0.1 to 10').max(10, 'use 0.1 to 10').default(1),
  source: z.enum(['crm', 'model', 'manual']).default('crm'),
});
export type Loss = z.infer<typeof Loss>;

export const Consent = z.strictObject({ given: z.boolean(), at: LocalDate, source: z.string().max(200).optional() });

/** What the customer has allowed and refused. Objection is absolute, all channels and all runs, and kept once it was told. */
export const ContactRules = z.strictObject({
  objected: z.boolean().default(false),
  vulnerable: z.boolean().default(false),
  /** A private person, not a business: stricter rules apply in some jurisdictions. */
  consumer: z.boolean().default(false),
  /** A running contract with us: opt-in rules for cold contact do not apply. */
  runningContract: z.boolean().default(true),
  /** Date of the last refusal of contact short of an objection; starts the silence period of the jurisdiction. */
  refusedAt: LocalDate.optional(),
  consent: z.partialRecord(Channel, Consent).default({}),
});

export const Account = z.strictObject({
  id: AccountId,
  stake: Money,
  stakeKind: z.enum(['renewal', 'expansion', 'deal', 'other']).default('other'),
  /** Absent only where `features` are given for the scorecard model. */
  loss: Loss.optional(),
  features: z
    .record(z.string().min(1).max(64), z.union([z.number(), z.string().max(200), z.boolean(), z.null()]))
    .optional(),
  groups: z.record(Label, Label).default({}),
  owner: RepId.optional(),
  timeZone: TimeZone,
  jurisdiction: Jurisdiction,
  /** Other places the customer may be at: the rules of all of them hold together. */
  alternatives: z
    .array(z.strictObject({ timeZone: TimeZone, jurisdiction: Jurisdiction }))
    .max(8)
    .default([]),
  /** The account's own business hours; absent: the general pack's. */
  hours: z.array(WeeklyHours).max(28).optional(),
  /** Days the account is closed. */
  closed: z.array(LocalDate).max(400).default([]),
  contact: ContactRules.prefault({}),
  /** Runs since the last contact in which the account was eligible and passed over; a place in a plan is no contact. */
  passedOver: z.int().min(0).max(10_000).default(0),
  /** Date of the first of those runs. */
  passedOverSince: LocalDate.optional(),
});
export type Account = z.infer<typeof Account>;

export const Engagement = z.strictObject({
  id: EngagementId,
  account: AccountId,
  kind: Label,
  channel: Channel,
  minutes: Minutes.min(5, 'use 5 to 480 minutes').max(480, 'use 5 to 480 minutes'),
  /** Chance that the conversation, once held, averts a later loss. */
  effect: Probability,
  /** Chance that the customer shows up. */
  show: Probability.default(1),
  /** First and last allowed day (inclusive), in the account's zone. */
  earliest: LocalDate,
  due: LocalDate,
  /** The rep has all of these. */
  skills: z.array(Label).max(32).default([]),
  /** The rep speaks at least one of these; empty is no condition. */
  languages: z.array(Language).max(16).default([]),
  /** The rep has one of these roles; empty is no condition. */
  roles: z.array(Label).max(16).default([]),
  /** The rep is in one of these teams; empty is no condition. */
  teams: z.array(Label).max(64).default([]),
  mandatory: z.boolean().default(false),
  /** The customer asked for it: the notice rule does not apply. */
  requested: z.boolean().default(false),
  /** Engagements of the same account that are held before this one. */
  after: z.array(EngagementId).max(16).default([]),
  /** A commitment already made: stays untouched, whatever the rules say, unless the customer objected. */
  pinned: z.strictObject({ rep: RepId, start: Instant }).nullable().default(null),
});
export type Engagement = z.infer<typeof Engagement>;

export const Rep = z.strictObject({
  id: RepId,
  team: Label,
  role: Label.optional(),
  timeZone: TimeZone,
  hours: z.array(WeeklyHours).min(1, 'give at least one entry of working hours').max(28),
  busy: z
    .array(z.strictObject({ from: Instant, to: Instant }))
    .max(2000)
    .default([]),
  /** Whole days off, both ends included, in the rep's zone. */
  leave: z
    .array(z.strictObject({ from: LocalDate, to: LocalDate }))
    .max(200)
    .default([]),
  skills: z.array(Label).max(64).default([]),
  languages: z.array(Language).max(16).default([]),
  maxMinutesPerDay: Minutes.min(0).max(1440, 'use at most 1440'),
  maxEngagementsPerDay: z.int().min(0).max(200, 'use at most 200'),
  /** Load of the fairness window before asOf: minutes available (absence excluded) and minutes held. */
  history: z
    .strictObject({ availableMinutes: z.int().min(0).max(1e6), heldMinutes: z.int().min(0).max(1e6) })
    .optional(),
});
export type Rep = z.infer<typeof Rep>;

export const Touch = z.strictObject({ account: AccountId, at: Instant, channel: Channel });
export type Touch = z.infer<typeof Touch>;

/** A scorecard model and the loss process its probabilities are for. */
export const Scorecard = z.strictObject({
  model: ScorecardModel,
  withinDays: Loss.shape.withinDays,
  shape: Loss.shape.shape,
});
export type Scorecard = z.infer<typeof Scorecard>;

export const Horizon = z.strictObject({
  /** Minutes since 1970 are planned with as unsigned numbers of 31 bits, which last until 6053. */
  start: LocalDate.refine((date) => date > '1970-01-01' && date < '6000', 'use a date from 1970-01-02 to 5999-12-31'),
  days: z.int().min(1, 'use 1 to 60 days').max(60, 'use 1 to 60 days'),
  slotMinutes: z
    .union([z.literal(5), z.literal(10), z.literal(15), z.literal(20), z.literal(30), z.literal(60)])
    .default(15),
});
export type Horizon = z.infer<typeof Horizon>;

/** portfolio/1: accounts at stake, conversations that could save them, people who can hold them, past contacts. */
export const Portfolio = z
  .strictObject({
    contract: z.literal('portfolio/1'),
    asOf: Instant,
    currency: Currency,
    horizon: Horizon,
    /** Names of the groups whose coverage is held to parity. */
    equityGroups: z.array(Label).max(8).default([]),
    accounts: z.array(Account),
    engagements: z.array(Engagement),
    reps: z.array(Rep),
    ledger: z.array(Touch).default([]),
    /** Scores accounts that have features and no loss. */
    scorecard: Scorecard.optional(),
    /** Accounts reserved from planning to measure effects, with what was open with them. Written by Score, never by a CRM. */
    heldOut: z.array(z.strictObject({ account: AccountId, engagements: z.array(Engagement) })).optional(),
  })
  .meta({ id: 'portfolio', title: 'portfolio/1' });
export type Portfolio = z.infer<typeof Portfolio>;
