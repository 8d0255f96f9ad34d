import type { DecisionShown } from '../../core/model/decision-shown.ts';
import type { Assignment, Commitment } from '../../core/model/plan.ts';
import type { ApprovalInput } from '../../core/report/approval-page.ts';
import { decisionBrief, proposal } from '../../core/report/decision-brief.ts';
import type { OpenedLink } from '../shared/decision-link.ts';

/** What the approval page shows, as facts: of the same brief, so both say the same. */
export function decisionShown(
  { reference, run, gate, delegates }: Extract<OpenedLink, { kind: 'open' }>,
  input: ApprovalInput,
): DecisionShown {
  const brief = decisionBrief(input);
  const { view, changes, against, waiting, begun } = brief;
  const { leavesOut: _, ...cost } = waiting;
  const { objective, bound, gap, risk, parity, parityFloor } = view.plan;
  const { posture, impact, adverse } = input;
  const { why } = input.gate;
  const { start, days } = view.portfolio.horizon;
  return {
    state: 'open',
    plan: reference.plan,
    author: run.author,
    approver: reference.approver,
    quorum: gate.quorum,
    expiresAt: gate.expiresAt,
    delegates: delegates.map(({ id }) => id),
    posture: { ...posture, causes: [...posture.causes] },
    impact,
    adverse: [...adverse],
    ...(why === undefined ? {} : { why }),
    run: run.id,
    portfolio: run.portfolio,
    horizon: { start, days },
    currency: view.currency,
    ...proposal(brief),
    ...{ objective, bound, gap, risk, parity },
    ...(parityFloor === undefined ? {} : { parityFloor }),
    changes: {
      kept: changes.kept.length,
      added: changes.added.map(meeting),
      moved: changes.moved.map(({ from, to }) => ({ from: promised(from), to: meeting(to) })),
      cancelled: changes.cancelled.map(promised),
    },
    against: [...against],
    waiting: cost,
    begun,
  };
}

function meeting({ reasons: _, ...shown }: Assignment) {
  return shown;
}

function promised({ engagement, rep, start }: Commitment) {
  return { engagement, rep, start };
}
