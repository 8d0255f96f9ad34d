import { z } from 'zod';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from './ids.ts';
import { Autonomy, Impact, Posture } from './policy.ts';
import { Currency, Instant, LocalDate } from './units.ts';

/** States a run ends in: nobody has to do anything for it any more. */
const ENDS = [
  'done',
  'shadowed',
  'refused',
  'rejected',
  'changes-requested',
  'expired',
  'stopped',
  'rolled-back',
  'failed',
] as const;

/** States of a run: those it passes through, and those it ends in. */
export const RunStatus = z.enum(['accepted', 'running', 'waiting-for-decision', 'committed', 'published', ...ENDS]);
export type RunStatus = z.infer<typeof RunStatus>;
export const ENDED: readonly RunStatus[] = ENDS;
/** Ends of a run whose plan is not to stay in force, and may still be: every other comes before a commit, or after all. */
export const ENDED_UNDONE: readonly RunStatus[] = ['failed', 'rolled-back', 'stopped'];

export const RunRequest = z
  .strictObject({
    portfolio: PortfolioId,
    /** Whose run it is; neither they nor the caller may decide on it. Defaults to the caller; an approver may name nobody else. */
    author: PersonId.optional(),
  })
  .meta({ id: 'run-request' });
export type RunRequest = z.infer<typeof RunRequest>;

/** A measure with the plan and without it, minor units. */
const Measured = z.strictObject({ with: z.int(), without: z.int() });

/** What a plan proposes, as lists and pages tell it; money in minor units. */
export const Proposed = z.strictObject({
  currency: Currency,
  from: LocalDate,
  days: z.int().min(1),
  meetings: z.int().min(0),
  accounts: z.int().min(0),
  /** Start of the earliest meeting; absent: there is none. */
  first: Instant.optional(),
  protectedValue: z.int(),
  expectedLoss: Measured,
  /** EVaR at alpha: the average loss of the worst 1 − alpha of futures stays below it. */
  badCase: Measured,
  alpha: z.number(),
  /** Against what was published. */
  added: z.int().min(0),
  moved: z.int().min(0),
  cancelled: z.int().min(0),
});
export type Proposed = z.infer<typeof Proposed>;

/** One execution of the mission. Content lives in evidence, addressed by digest. */
export const Run = z
  .strictObject({
    contract: z.literal('run/1'),
    id: RunId,
    tenant: TenantId,
    portfolio: PortfolioId,
    portfolioDigest: Digest,
    author: PersonId,
    /** Who sent the request, and may not decide on the run either; absent: a schedule did. */
    askedBy: PersonId.optional(),
    correlation: z.string(),
    status: RunStatus,
    /** Why it ended as it did, or what it waits for; no personal data. */
    reason: z.string().optional(),
    posture: Posture.optional(),
    impact: Impact.optional(),
    autonomy: Autonomy.optional(),
    /** How the breaker let it in: on trial after it had tripped, or not at all. Absent: the breaker was closed. */
    breaker: z.enum(['trial', 'tripped']).optional(),
    /** Absent until there is a plan that passed its audit. */
    proposed: Proposed.optional(),
    /** Meetings of its plan that had begun when it came into force: nobody was told of them. Absent: none. */
    begun: z.int().min(1).optional(),
    /** Until when its approvers may decide; absent: nobody was asked. */
    decideBy: Instant.optional(),
    policyDigest: Digest.optional(),
    planDigest: Digest.optional(),
    reportDigest: Digest.optional(),
    scorecardDigest: Digest.optional(),
    incidentDigest: Digest.optional(),
    /** List of FollowUp. */
    followUpsDigest: Digest.optional(),
    /** Hash of the last trace entry: tells a chain that was cut or written anew. */
    traceHead: Digest.optional(),
    /** Entries of the chain up to that head. */
    traceEntries: z.int().min(0).optional(),
    /** What its steps used so far, by the meter of the budget guard: millions of evaluations, write units, micro US dollars. */
    used: z
      .strictObject({ work: z.number().min(0), writes: z.number().min(0), microDollars: z.number().min(0) })
      .optional(),
    requestedAt: Instant,
    endedAt: Instant.optional(),
  })
  .meta({ id: 'run', title: 'run/1' });
export type Run = z.infer<typeof Run>;

/** What stays to be done after a run: unresolved risks, pending approvals, optimisation work. */
export const FollowUp = z.strictObject({
  kind: z.enum([
    'unresolved-risk',
    'mandatory-unplaced',
    'pending-approval',
    'optimisation',
    'data-quality',
    'parity',
    'incident',
  ]),
  subject: z.string(),
  text: z.string(),
  /** Minor units at stake, where it has a price. */
  value: z.int().optional(),
});
export type FollowUp = z.infer<typeof FollowUp>;
