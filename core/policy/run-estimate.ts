import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';

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
 * EVALUATIONS_PER_SECOND on one vCPU (1,769 MB), US list prices of Lambda on arm64 (0.0000133334 USD per GB-second) and
 * of DynamoDB on-demand writes (0.625 USD per million), checked 2026-11-22. Order of magnitude, on the high side.
 */
export function estimateRun(portfolio: Portfolio, policy: Policy): RunEstimate {
  const engagements = portfolio.engagements.length;
  const repDays = portfolio.reps.length * portfolio.horizon.days;
  const rounds = policy.risk.measure === 'neutral' ? 1 : policy.risk.rounds;
  const passes = policy.search.dualIterations + policy.search.sweeps * policy.search.beamWidth;
  const work = (engagements * repDays * passes * rounds) / 1e6;
  const writes = Math.ceil(
    FIXED_WRITES + rounds * EVIDENCE_KIB_PER_ENGAGEMENT * engagements + portfolio.accounts.length / 4,
  );
  const computeDollars = ((work * 1e6) / EVALUATIONS_PER_SECOND) * 1.728 * 0.0000133334;
  const microDollars = Math.ceil(computeDollars * 1e6 + writes * 0.625);
  return { work, microDollars, writes, contacts: engagements };
}

const EVALUATIONS_PER_SECOND = 2e7;
/** Step memory, trace, gate and head writes of one run. */
const FIXED_WRITES = 60;
/** Plan, block plans and report per engagement, compressed. */
const EVIDENCE_KIB_PER_ENGAGEMENT = 0.25;
