import { z } from 'zod';
import { Verdict } from './decision.ts';
import { Digest, EngagementId, PersonId, PortfolioId, RepId, RunId } from './ids.ts';
import { Assignment, GroupCoverage, ParityFloor, PlanRisk } from './plan.ts';
import { AdverseKind, Impact, Posture } from './policy.ts';
import { PartName, Proposal } from './promotion.ts';
import { SuiteResult } from './suite.ts';
import { Instant, LocalDate } from './units.ts';

/** What the policy makes of a plan that is to be decided on. */
export const PlanJudged = z.strictObject({
  posture: z.strictObject({
    posture: Posture,
    previous: Posture,
    causes: z.array(
      z.strictObject({
        fact: z.enum([
          'tailShare',
          'mandatoryUnplaced',
          'parityShortfall',
          'badData',
          'gap',
          'budget',
          'failures',
          'drift',
        ]),
        posture: Posture,
        value: z.number(),
        threshold: z.number(),
        held: z.boolean(),
      }),
    ),
  }),
  impact: z.strictObject({ impact: Impact, disturbedShare: z.number(), contactedShare: z.number() }),
  adverse: z.array(z.strictObject({ kind: AdverseKind, subject: z.string() })),
  /** Why a person is asked, from the routing table. */
  why: z.string().optional(),
});

/** What every gate asks of one person: `plan` is the digest that a decision has to name. */
const asked = {
  state: z.literal('open'),
  plan: Digest,
  author: PersonId,
  approver: PersonId,
  quorum: z.int(),
  expiresAt: Instant,
  /** Whom it can be handed over to. */
  delegates: z.array(PersonId),
};

/** A meeting of the plan; its reasons are in the plan of the run. */
const Meeting = Assignment.omit({ reasons: true });
/** A meeting that is published. */
const Promised = z.strictObject({ engagement: EngagementId, rep: RepId, start: Instant });

/** Nothing is asked any more. */
const Decided = z.strictObject({ state: z.literal('decided'), verdict: Verdict, at: Instant });

/** What the approval page of a plan shows, for programs. Money in minor units. */
export const DecisionShown = z
  .discriminatedUnion('state', [
    z.strictObject({
      ...asked,
      ...PlanJudged.shape,
      run: RunId,
      portfolio: PortfolioId,
      horizon: z.strictObject({ start: LocalDate, days: z.int() }),
      currency: z.string(),
      meetings: z.int(),
      accounts: z.int(),
      objective: z.int(),
      bound: z.int(),
      gap: z.number(),
      risk: PlanRisk,
      parity: z.array(GroupCoverage),
      parityFloor: ParityFloor.optional(),
      /** Against what is published and still to come. */
      changes: z.strictObject({
        kept: z.int(),
        added: z.array(Meeting),
        moved: z.array(z.strictObject({ from: Promised, to: Meeting })),
        cancelled: z.array(Promised),
      }),
      /** Every reason not to approve, strongest first. */
      against: z.array(z.strictObject({ title: z.string(), text: z.string() })),
      /** Meetings that would have started when the gate expires, what they protect, and what every further day costs. */
      waiting: z.strictObject({ meetings: z.int(), value: z.int(), perDay: z.int() }),
      /** Meetings that began since the plan was made, which an approval leaves out, and what they were to protect. */
      begun: z.strictObject({ meetings: z.int(), value: z.int() }),
    }),
    Decided,
  ])
  .meta({ id: 'decision-shown' });
export type DecisionShown = z.infer<typeof DecisionShown>;

/** What the approval page of a candidate shows, for programs. */
export const PromotionDecisionShown = z
  .discriminatedUnion('state', [
    z.strictObject({
      ...asked,
      proposal: Proposal,
      results: z.array(z.strictObject({ part: PartName, result: SuiteResult })),
    }),
    Decided,
  ])
  .meta({ id: 'promotion-decision-shown' });
export type PromotionDecisionShown = z.infer<typeof PromotionDecisionShown>;
