import type { AccountId, EngagementId, RepId } from '../../model/ids.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';

/** All a planner may look at: what the CRM believes, never what is true. */
export interface PlannerView {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  /** Commitments that may be moved at a cost; those that stand are pinned in the portfolio. */
  readonly published: readonly Commitment[];
  /** Accounts with an engagement that has a feasible place. */
  readonly eligible: ReadonlySet<string>;
  readonly seed: number;
}

/** A meeting of the plan. */
export interface Placement {
  readonly engagement: EngagementId;
  readonly rep: RepId;
  /** ISO 8601 instant. */
  readonly start: string;
}

export interface Proposal {
  /** Pinned ones included. */
  readonly placements: readonly Placement[];
  /** Accounts the plan passes over about which a person is asked before it is published. */
  readonly gated: readonly AccountId[];
}

/** Who talks to whom, when: the product and what it is compared with, behind one interface. Pure. */
export interface Planner {
  readonly name: string;
  readonly title: string;
  readonly plan: (view: PlannerView) => Proposal;
}
