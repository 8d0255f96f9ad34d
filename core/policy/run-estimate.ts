import { dayOf } from '../calendar/day.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { searchPasses } from './block-work.ts';
import { microDollarsOf } from './compute-price.ts';

/** What a run is expected to use, before it starts: one number for each cap of the policy's `budget`. */
export interface RunEstimate {
  /** Candidate evaluations of the search, millions. */
  readonly work: number;
  /** Lambda compute and DynamoDB writes, micro US dollars. */
  readonly microDollars: number;
  /** DynamoDB write units (1 KiB each). */
  readonly writes: number;
  /** Shards planned at the same time. */
  readonly concurrency: number;
  /** Most new touches the plan could hold. */
  readonly contacts: number;
}

/**
 * Work: every engagement is priced on every rep-day once per dual iteration and per sweep and round. Money: at
 * EVALUATIONS_PER_SECOND on one vCPU (1,769 MB), at the list prices of compute-price.ts. Order of magnitude, on the high
 * side: as if all rounds were needed.
 * @param shards that would be planned at the same time
 */
export function estimateRun(portfolio: Portfolio, policy: Policy, shards = 1): RunEstimate {
  const engagements = portfolio.engagements.length;
  const repDays = portfolio.reps.length * portfolio.horizon.days;
  const rounds = (policy.risk.measure === 'neutral' ? 1 : policy.risk.rounds) + floorRounds(portfolio, policy);
  const work = (engagements * repDays * searchPasses(policy.search) * rounds) / 1e6;
  const { most: contacts, agreed } = touchesOf(portfolio, policy.budget.contacts.hard);
  const writes = Math.ceil(
    FIXED_WRITES +
      shards * rounds * WRITES_PER_SHARD +
      rounds * EVIDENCE_KIB_PER_ENGAGEMENT * engagements +
      WRITES_PER_EVENT * (contacts + agreed) +
      portfolio.accounts.length / 4 +
      portfolio.reps.length,
  );
  return { work, microDollars: costOf({ work, writes }), writes, concurrency: shards, contacts };
}

/** Rounds that may follow those of θ to reach the coverage floor: none unless two values of a group are large enough to be held to it. */
function floorRounds({ accounts, equityGroups }: Portfolio, { equity }: Policy): number {
  const held = equityGroups.some((group) => {
    const sizes = new Map<string, number>();
    for (const { groups } of accounts) {
      const value = groups[group];
      if (value !== undefined) sizes.set(value, (sizes.get(value) ?? 0) + 1);
    }
    return [...sizes.values()].filter((size) => size >= equity.minimumSize).length > 1;
  });
  return held ? equity.parityRounds : 0;
}

/** Touches a plan may hold under a cap: as many as the cap, but never fewer than must be held; and those agreed before. */
function touchesOf({ accounts, engagements, horizon }: Portfolio, cap: number) {
  const objected = new Set<string>(accounts.filter(({ contact }) => contact.objected).map(({ id }) => id));
  const end = dayOf(horizon.start) + horizon.days;
  const open = engagements.filter(
    ({ pinned, earliest, account }) => pinned === null && dayOf(earliest) < end && !objected.has(account),
  );
  const mandatory = open.filter((engagement) => engagement.mandatory).length;
  const agreed = engagements.filter(({ pinned }) => pinned !== null).length;
  return { most: Math.max(mandatory, Math.min(open.length, Math.floor(cap))), agreed };
}

/** Micro US dollars of search work (millions of evaluations) and of write units. */
export function costOf({ work, writes }: { readonly work: number; readonly writes: number }): number {
  return microDollarsOf(((work * 1e6) / EVALUATIONS_PER_SECOND) * VCPU_GIGABYTES, writes);
}

/** Memory that comes with one whole processor. */
const VCPU_GIGABYTES = 1.728;

const EVALUATIONS_PER_SECOND = 2e7;
/** Step memory, meter, evidence, trace, gate and head writes of one run, whatever its size; measured 2026-11-22. */
const FIXED_WRITES = 160;
/** What a shard adds in each round: its answer, its meter, and the head and first chunk of its block plans. */
const WRITES_PER_SHARD = 5;
/** Each engagement may become an event: put into the outbox, and marked when it was delivered. */
const WRITES_PER_EVENT = 2;
/** Plan, block plans and report per engagement, compressed. */
const EVIDENCE_KIB_PER_ENGAGEMENT = 0.25;
