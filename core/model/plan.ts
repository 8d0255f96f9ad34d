import { z } from 'zod';
import { AccountId, Digest, EngagementId, RepId } from './ids.ts';
import { Instant, Label, LocalDate, Minutes } from './units.ts';

const Integer = z.int();

/**
 * A reason with its numbers. `code` is stable; the numbers come from the model, never from a template.
 * Codes in use are listed where they are made: core/schedule/explain.
 */
export const Reason = z.strictObject({
  code: z.string(),
  numbers: z.record(z.string(), z.number()).default({}),
  refs: z.record(z.string(), z.string()).default({}),
});
export type Reason = z.infer<typeof Reason>;

export const Assignment = z.strictObject({
  engagement: EngagementId,
  account: AccountId,
  rep: RepId,
  start: Instant,
  minutes: Minutes,
  /** What the objective loses when this item alone is taken out, minor units. */
  value: Integer,
  pinned: z.boolean(),
  reasons: z.array(Reason),
});
export type Assignment = z.infer<typeof Assignment>;

/** The binding cause: the first that no choice of rep and time could avoid. */
export const Cause = z.enum([
  'objection',
  'consent',
  'silence-after-refusal',
  'no-skill',
  'no-language',
  'no-role',
  'no-team',
  'no-window',
  'too-long',
  'contact-cap',
  'minimum-gap',
  'precedence',
  'budget',
  'not-worthwhile',
  'outbid',
]);
export type Cause = z.infer<typeof Cause>;

/** The cheapest change that would schedule the item. `none`: no single change of a kind we know does. */
export const CheapestChange = z.strictObject({
  kind: z.enum(['rep-minutes', 'rep-skill', 'rep-language', 'rule', 'value', 'none']),
  rep: RepId.optional(),
  day: LocalDate.optional(),
  minutes: Minutes.optional(),
  rule: z.string().optional(),
  /** Minor units: how much more the item must be worth. */
  value: Integer.optional(),
});
export type CheapestChange = z.infer<typeof CheapestChange>;

export const Unscheduled = z.strictObject({
  engagement: EngagementId,
  account: AccountId,
  cause: Cause,
  mandatory: z.boolean(),
  reasons: z.array(Reason),
  cheapestChange: CheapestChange,
});
export type Unscheduled = z.infer<typeof Unscheduled>;

const Measures = z.strictObject({ expectedLoss: Integer, evar: Integer });

export const PlanRisk = z.strictObject({
  measure: z.enum(['neutral', 'evar']),
  alpha: z.number(),
  /** Risk aversion the objective is measured at, 1 / minor unit. */
  theta: z.number().min(0),
  ...Measures.shape,
  withoutPlan: Measures,
  /** States of the market that expected loss and EVaR are taken over; absent: none was declared. */
  markets: z.array(z.strictObject({ name: Label, weight: z.number(), hazard: z.number() })).optional(),
});

export const GroupCoverage = z.strictObject({
  group: Label,
  value: Label,
  eligible: Integer,
  covered: Integer,
  coverage: z.number(),
  /** Coverage over the best coverage of the group's values. */
  ratio: z.number(),
  /** Too few eligible accounts to hold to the floor. */
  reportOnly: z.boolean(),
});
export type GroupCoverage = z.infer<typeof GroupCoverage>;

/** The coverage floor between the values of each equity group. */
export const ParityFloor = z.strictObject({
  floor: z.number(),
  /** Whether all groups that are not reported only are covered at least `floor` times as well as the best. */
  reached: z.boolean(),
  /** What it costs: objective of the plan made without the floor less that of the plan made with it, at least 0, minor units. */
  price: Integer,
});
export type ParityFloor = z.infer<typeof ParityFloor>;

export const RepLoad = z.strictObject({
  rep: RepId,
  availableMinutes: Minutes,
  capMinutes: Minutes,
  plannedMinutes: Minutes,
  engagements: Integer,
  /** Load of the window before asOf over the mean of all reps with history; absent without history. */
  historyShare: z.number().optional(),
  /** What a planned minute cost the objective for that, minor units. */
  surchargePerMinute: Integer.optional(),
});
export type RepLoad = z.infer<typeof RepLoad>;

/**
 * Multipliers of the certificate: integers, minor units, ≥ 0. With v the value of an engagement at (rep, start):
 *
 *   60 · bound = Σ 60 · slots + Σ (perHour · capMinutes) + Σ 60 · perEngagement · capEngagements
 *              + Σ_account  best of max(0, 60 · v − 60 · Σ covered slots − perHour · minutes − 60 · perEngagement)
 *
 * rounded down; see core/audit/bound.ts and core/schedule for accounts with several engagements, pinned and disruption.
 * `slots[k]` prices the k-th grid slot (multiples of slotMinutes from the Unix epoch) that starts on the rep's local day.
 */
export const DayMultipliers = z.strictObject({
  slots: z.array(Integer.min(0)),
  perHour: Integer.min(0),
  perEngagement: Integer.min(0),
});
export type DayMultipliers = z.infer<typeof DayMultipliers>;

/** What covering an account counts for more (below 0: less) because of its value of an equity group, minor units. */
export const CoverageBonus = z.strictObject({ group: Label, value: Label, bonus: Integer });
export type CoverageBonus = z.infer<typeof CoverageBonus>;

export const Certificate = z.strictObject({
  slotMinutes: z.int(),
  multipliers: z.record(RepId, z.record(LocalDate, DayMultipliers)),
  /** Multipliers of the coverage floor, where it binds; see core/README.md, "Coverage floor". */
  coverage: z.array(CoverageBonus).optional(),
  /**
   * Starved accounts (passed over as long as the policy allows) that the plan gives a meeting: the bound is one of all plans that
   * give at least as many of them one. Absent: of every plan. See core/README.md, "Duty to the starved".
   */
  starvedServed: Integer.min(0).optional(),
});
export type Certificate = z.infer<typeof Certificate>;

/** plan/1 */
export const Plan = z
  .strictObject({
    contract: z.literal('plan/1'),
    portfolio: Digest,
    policy: Digest,
    /** Digest of the published plan this one starts from; null: none. */
    published: Digest.nullable(),
    code: Digest,
    objective: Integer,
    bound: Integer,
    /** (bound − objective) / bound; 0 where both are 0. */
    gap: z.number(),
    risk: PlanRisk,
    assignments: z.array(Assignment),
    unscheduled: z.array(Unscheduled),
    /** What one more hour of a rep on a day is worth, minor units. */
    prices: z.array(z.strictObject({ rep: RepId, day: LocalDate, perHour: Integer })),
    parity: z.array(GroupCoverage),
    /** Absent where no group is large enough to be held to a floor. */
    parityFloor: ParityFloor.optional(),
    load: z.array(RepLoad),
    certificate: Certificate,
  })
  .meta({ id: 'plan', title: 'plan/1' });
export type Plan = z.infer<typeof Plan>;

/** A commitment already published: what a new plan is asked to disturb as little as it must. */
export interface Commitment {
  readonly engagement: EngagementId;
  readonly rep: RepId;
  readonly start: string;
}
