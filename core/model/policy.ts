import { z } from 'zod';
import { distinct } from './distinct.ts';
import { PersonId, TenantId } from './ids.ts';
import { Breaker, Budget, ImpactThresholds, PostureThresholds } from './policy/limits.ts';
import { DataQuality, Gate, Learning, Watch } from './policy/oversight.ts';
import { Contact, Equity, RepDignity, Risk, Search, Value } from './policy/planning.ts';
import { PromotionTerms } from './promotion-terms.ts';
import { Label } from './units.ts';

/** Order of danger. */
export const Posture = z.enum(['steady', 'elevated', 'high', 'critical']);
export type Posture = z.infer<typeof Posture>;

/** How much a run may do by itself. */
export const Autonomy = z.enum(['autonomous', 'one-approver', 'two-approvers', 'blocked']);
export type Autonomy = z.infer<typeof Autonomy>;

/** Largest effect of the plan on people and money, from what changes against the published plan. */
export const Impact = z.enum(['low', 'medium', 'high']);
export type Impact = z.infer<typeof Impact>;

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
