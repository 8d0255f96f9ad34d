import { epochMinutes } from '../calendar/minute.ts';
import type { Assignment, Commitment } from '../model/plan.ts';
import type { Run } from '../model/run.ts';
import type { AdverseEffect } from '../policy/adverse.ts';
import { type Changes, changesOf } from '../policy/changes.ts';
import type { ImpactVerdict } from '../policy/impact.ts';
import type { PostureVerdict } from '../policy/posture.ts';
import { begunBefore, presentOf } from '../policy/present.ts';
import { type AccountRisk, accountRisks, costOfOneDay } from './account-risk.ts';
import { type ReasonAgainst, reasonsAgainst } from './against.ts';
import { byText, type Documents, type PlanView, planView } from './plan-view.ts';

export interface Gate {
  /** Who is asked. */
  readonly approver: string;
  readonly expiresAt: string;
  /** The plan this gate is bound to. */
  readonly planDigest: string;
  /** Why a person is asked, from the routing table. */
  readonly why?: string;
  /** Approvals needed in all; absent: one. */
  readonly quorum?: number;
  /** Whom the decision can be handed over to; absent or empty: nobody. */
  readonly delegates?: readonly string[];
}

export interface DecisionInput extends Documents {
  readonly published: { readonly commitments: readonly Commitment[] } | null;
  readonly run: Pick<Run, 'id' | 'author' | 'portfolio'>;
  readonly posture: PostureVerdict;
  readonly impact: ImpactVerdict;
  readonly adverse: readonly AdverseEffect[];
  readonly gate: Gate;
  /** Accounts that objected since, of meetings still to come; absent: nobody did. */
  readonly objected?: Objected;
  /** When it is looked at; absent: meetings that began meanwhile are not told of. */
  readonly at?: string;
}

export interface Objected {
  /** In the plan to decide on: an approval publishes nothing, the plan is made again without. */
  readonly planned: readonly string[];
  /** In the plan in force: called off already. */
  readonly published: readonly string[];
}

/** What page and mail both say about a decision. */
export interface DecisionBrief {
  readonly view: PlanView;
  readonly risks: readonly AccountRisk[];
  readonly changes: Changes;
  readonly against: readonly [ReasonAgainst, ...ReasonAgainst[]];
  readonly waiting: CostOfWaiting;
  /** Meetings that began meanwhile: an approval leaves them out. */
  readonly begun: Worth;
  /** The first meeting that is new, not agreed before and has not begun; absent: none. */
  readonly first?: Assignment;
}

/** Some meetings, and what they protect, minor units. */
export interface Worth {
  readonly meetings: number;
  readonly value: number;
}

/** What it costs to let the gate expire: meetings that start before it does. */
export interface CostOfWaiting extends Worth {
  /** Whether an approval after a meeting began leaves it out; else it is published in the past, and nobody holds it. */
  readonly leavesOut: boolean;
  /** What every further day costs, if the whole plan shifts by it. */
  readonly perDay: number;
}

export function decisionBrief(input: DecisionInput): DecisionBrief {
  const view = planView(input);
  const risks = accountRisks(view);
  const published = input.published?.commitments ?? [];
  const { asOf } = view.portfolio;
  const changes = changesOf(view.plan, published, asOf);
  const expires = epochMinutes(input.gate.expiresAt);
  const present = presentOf(view.portfolio, input.policy, input.at ?? asOf);
  const begun = begunBefore(present, view.plan, published, asOf);
  const ours = changes.added.filter((meeting) => !meeting.pinned);
  const gone = ours.filter((meeting) => epochMinutes(meeting.start) < expires);
  const ahead = ours.filter((meeting) => !begun.includes(meeting));
  const first = ahead.toSorted(
    (a, b) => epochMinutes(a.start) - epochMinutes(b.start) || byText(a.engagement, b.engagement),
  )[0];
  return {
    ...(first === undefined ? {} : { first }),
    view,
    risks,
    changes,
    begun: worth(begun),
    against: reasonsAgainst({ view, risks, changes, adverse: input.adverse, posture: input.posture }),
    waiting: {
      ...worth(gone),
      leavesOut: presentOf(view.portfolio, input.policy, input.gate.expiresAt) !== asOf,
      perDay: Math.round(costOfOneDay(risks, view.plan.risk.theta)),
    },
  };
}

function worth(meetings: readonly Assignment[]): Worth {
  return { meetings: meetings.length, value: meetings.reduce((sum, { value }) => sum + value, 0) };
}

/** `Publish 272 meetings with 272 accounts`: what an approval does, in one line. */
export function proposal({ view }: DecisionBrief): { meetings: number; accounts: number } {
  return { meetings: view.plan.assignments.length, accounts: view.assignmentsOfAccount.size };
}
