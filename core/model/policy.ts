import { z } from 'zod';
import { PersonId, TenantId } from './ids.ts';
import { Learned } from './learned.ts';
import { Channel } from './portfolio.ts';
import { PromotionTerms } from './promotion-terms.ts';
import { Label, Money, Probability } from './units.ts';

/** Order of danger. */
export const Posture = z.enum(['steady', 'elevated', 'high', 'critical']);
export type Posture = z.infer<typeof Posture>;

/** How much a run may do by itself. */
export const Autonomy = z.enum(['autonomous', 'one-approver', 'two-approvers', 'blocked']);
export type Autonomy = z.infer<typeof Autonomy>;

/** Largest effect of the plan on people and money, from what changes against the published plan. */
export const Impact = z.enum(['low', 'medium', 'high']);
export type Impact = z.infer<typeof Impact>;

const Risk = z.strictObject({
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

const Value = z.strictObject({
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

const RepDignity = z.strictObject({
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

const Contact = z.strictObject({
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

const Equity = z.strictObject({
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

const Search = z.strictObject({
  /** Iterations of the dual and sweeps of the primal: work, never time. */
  dualIterations: z.int().min(1).max(5_000).default(150),
  sweeps: z.int().min(1).max(500).default(12),
  beamWidth: z.int().min(1).max(1_000).default(12),
});

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

const PostureThresholds = z.strictObject({
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

const Breaker = z.strictObject({
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

const ImpactThresholds = z.strictObject({
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

/**
 * What a run over a soft cap gives up, in the order it does unless the policy declares another: days that a later run can
 * plan, search (the gap grows and is still proven), shards planned at once, touches beyond the soft cap on contacts.
 */
export const Degradation = z.enum(['shorter-horizon', 'less-search', 'shards-in-sequence', 'fewer-touches']);
export type Degradation = z.infer<typeof Degradation>;

const Budget = z.strictObject({
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

/** How a plan can be adverse to somebody. */
export const AdverseKind = z.enum(['vulnerable-passed-over', 'mandatory-dropped', 'starved']);
export type AdverseKind = z.infer<typeof AdverseKind>;

/** One row of the routing table; the first row that matches decides. Absent fields match everything. */
export const RoutingRow = z.strictObject({
  posture: z.array(Posture).optional(),
  impact: z.array(Impact).optional(),
  flag: z.array(z.enum(['canary', 'on'])).optional(),
  /** Someone is adversely affected, in whatever way. */
  adverse: z.boolean().optional(),
  /** Someone is adversely affected in one of these ways. */
  affected: z.array(AdverseKind).min(1).optional(),
  autonomy: Autonomy,
});
export type RoutingRow = z.infer<typeof RoutingRow>;

/** A person of the policy. The address is there in configuration only: a policy that becomes evidence names people by id. */
export const Approver = z.strictObject({
  id: PersonId,
  email: z.email().optional(),
  mayDecide: z.boolean().default(true),
});
export type Approver = z.infer<typeof Approver>;

const Gate = z.strictObject({
  /** Parts of a minute are for trying things out: no person decides in three seconds. */
  expiresAfterMinutes: z.number().min(0.05).max(43_200).default(1_440),
  reminderAfterMinutes: z.int().min(1).max(43_200).default(240),
});

const DataQuality = z.strictObject({
  /** Oldest `asOf` accepted, hours before the run. */
  maxAgeHours: z.number().min(0).max(1e6).default(36),
});

/** Where the monitor calls what it sees a breach. Below its minimum of observations a measure says nothing, either way. */
const Watch = z.strictObject({
  /** Failed runs over ended ones, in the window of the breaker. */
  failureShare: z.strictObject({ atMost: Probability.default(0.5), minimum: z.int().min(1).default(4) }).prefault({}),
  /** No-shows of the last 28 days above what was forecast, as a share of all meetings. */
  noShowExcess: z.strictObject({ atMost: Probability.default(0.1), minimum: z.int().min(1).default(50) }).prefault({}),
  /** Accounts that opted out in the last 28 days, over all accounts. */
  optOutShare: z.strictObject({ atMost: Probability.default(0.02), minimum: z.int().min(1).default(200) }).prefault({}),
});

const Learning = z.strictObject({
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

/** policy/1: weights, thresholds, caps, autonomy. Every field has a default, so `{ "contract": "policy/1" }` is a policy. */
export const Policy = z
  .strictObject({
    contract: z.literal('policy/1'),
    name: Label.default('default'),
    risk: Risk.prefault({}),
    value: Value.prefault({}),
    rep: RepDignity.prefault({}),
    contact: Contact.prefault({}),
    equity: Equity.prefault({}),
    search: Search.prefault({}),
    posture: PostureThresholds.prefault({}),
    impact: ImpactThresholds.prefault({}),
    budget: Budget.prefault({}),
    routing: z
      .array(RoutingRow)
      .max(200)
      .default([
        { posture: ['critical'], autonomy: 'blocked' },
        { posture: ['high'], impact: ['high'], autonomy: 'two-approvers' },
        { posture: ['high'], autonomy: 'one-approver' },
        { adverse: true, autonomy: 'one-approver' },
        { impact: ['high'], autonomy: 'one-approver' },
        { posture: ['elevated'], impact: ['medium'], autonomy: 'one-approver' },
        { flag: ['canary'], impact: ['medium'], autonomy: 'one-approver' },
        { impact: ['low', 'medium'], autonomy: 'autonomous' },
      ]),
    approvers: z.array(Approver).max(50).default([]),
    oversight: z.array(Approver).max(50).default([]),
    /** The one person who may stop every run of the tenant. */
    stopOwner: PersonId.optional(),
    gate: Gate.prefault({}),
    breaker: Breaker.prefault({}),
    dataQuality: DataQuality.prefault({}),
    learning: Learning.prefault({}),
    watch: Watch.prefault({}),
    /** A second run of a tenant with one under way. */
    whileRunning: z.enum(['refuse', 'queue']).default('refuse'),
  })
  .meta({ id: 'policy', title: 'policy/1' });
export type Policy = z.infer<typeof Policy>;

const Addressed = z
  .array(Approver.required({ email: true }))
  .max(50)
  .refine((people) => distinct(people.map(({ id }) => id)), 'name each person once')
  // One mailbox must not be able to make up a quorum of two.
  .refine(
    (people) => distinct(people.map(({ email }) => email.toLowerCase())),
    'give each person an address of their own',
  )
  .default([]);

function distinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** A policy as configuration carries it: everybody it names can be written to. */
export const ConfiguredPolicy = Policy.extend({ approvers: Addressed, oversight: Addressed }).meta({
  id: 'configured-policy',
});

/** What configuration carries: one default policy, and complete policies of tenants that have their own. */
export const PolicySet = z
  .strictObject({
    contract: z.literal('policy-set/1'),
    default: ConfiguredPolicy,
    tenants: z.record(TenantId, ConfiguredPolicy).default({}),
    /** Where a tenant's CRM receives events. Plain http only to loopback, for the embedded host. */
    webhooks: z.record(TenantId, z.strictObject({ url: z.url({ protocol: /^https?$/ }) })).default({}),
    /** How candidates are tried and spread; those of the set in force count. */
    promotion: PromotionTerms.prefault({}),
  })
  .meta({ id: 'policy-set', title: 'policy-set/1' });
export type PolicySet = z.infer<typeof PolicySet>;

const TRIAL = /^(\*|[a-z0-9][a-z0-9-]{0,62}):(shadow|canary:(0|1|0?\.\d{1,6}))$/;

/** Feature flags, as the data plane of AppConfig returns them. */
export const Flags = z
  .object({
    scheduling: z.object({
      enabled: z.boolean(),
      mode: z.enum(['off', 'shadow', 'canary', 'on']).default('off'),
      /** Share of accounts planned for real in canary, by stable hash. */
      share: z.number().min(0).max(1).default(0),
      /** Named segments planned for real in canary whatever their hash: `group:value`, such as `region:emea`. */
      segments: z
        .array(z.string().regex(/^[^:]+:.+$/, 'write group:value'))
        .max(50)
        .optional(),
      /**
       * Policies on trial: whatever the mode, runs of this tenant may do no more than this; `acme:shadow`, `acme:canary:0.1`.
       * `*` is every tenant without a policy of its own. A promotion writes them, and takes them away.
       */
      trials: z.array(z.string().regex(TRIAL, 'write tenant:shadow or tenant:canary:0.1')).max(100).optional(),
    }),
    stop: z.object({ enabled: z.boolean() }),
  })
  .meta({ id: 'flags' });
export type Flags = z.infer<typeof Flags>;
