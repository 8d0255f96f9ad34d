import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { searchPasses } from './block-work.ts';
import { microDollarsOf } from './compute-price.ts';

/** What a run is expected to use, before it starts. */
export interface RunEstimate {
  /** Candidate evaluations of the search, millions. */
  readonly work: number;
  /** Lambda compute and DynamoDB writes, micro US dollars. */
  readonly microDollars: number;
  /** DynamoDB write units (1 KiB each). */
  readonly writes: number;
  /** Most new touches the plan could hold. */
  readonly contacts: number;
}

/**
 * Work: every engagement is priced on every rep-day once per dual iteration and per sweep and round of θ. Money: at
 * EVALUATIONS_PER_SECOND on one vCPU (1,769 MB), at the list prices of compute-price.ts. Order of magnitude, on the high
 * side.
 */
export function estimateRun(portfolio: Portfolio, policy: Policy): RunEstimate {
  const engagements = portfolio.engagements.length;
  const repDays = portfolio.reps.length * portfolio.horizon.days;
  const rounds = policy.risk.measure === 'neutral' ? 1 : policy.risk.rounds;
  const work = (engagements * repDays * searchPasses(policy.search) * rounds) / 1e6;
  const writes = Math.ceil(
    FIXED_WRITES +
      (rounds * EVIDENCE_KIB_PER_ENGAGEMENT + WRITES_PER_EVENT) * engagements +
      portfolio.accounts.length / 4 +
      portfolio.reps.length,
  );
  return { work, microDollars: costOf({ work, writes }), writes, contacts: engagements };
}

/** Micro US dollars of search work (millions of evaluations) and of write units. */
export function costOf({ work, writes }: { readonly work: number; readonly writes: number }): number {
  return microDollarsOf(((work * 1e6) / EVALUATIONS_PER_SECOND) * VCPU_GIGABYTES, writes);
}

/** Memory that comes with one whole processor. */
const VCPU_GIGABYTES = 1.728;

const EVALUATIONS_PER_SECOND = 2e7;
/** Step memory, evidence, trace, gate and head writes of one run: 140 to 160 were measured, whatever the size; checked 2026-11-22. */
const FIXED_WRITES = 160;
/** Each engagement may become an event: put into the outbox, and marked when it was delivered. */
const WRITES_PER_EVENT = 2;
/** Plan, block plans and report per engagement, compressed. */
const EVIDENCE_KIB_PER_ENGAGEMENT = 0.25;
