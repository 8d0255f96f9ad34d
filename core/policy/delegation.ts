import type { PersonId } from '../model/ids.ts';
import type { Approver } from '../model/policy.ts';

export interface DelegationQuestion {
  /** Approvers of the policy of now. */
  readonly approvers: readonly Approver[];
  readonly author: PersonId;
  /** Who asked for the run; null: a schedule. */
  readonly askedBy: PersonId | null;
  readonly from: PersonId;
  /** Who may decide at the gate now. */
  readonly asked: readonly PersonId[];
  readonly decided: readonly PersonId[];
  /** Who handed over already: a decision does not come back. */
  readonly handedOver: readonly PersonId[];
  readonly quorum: number;
}

/**
 * Who a decision can be handed over to: may decide by the policy, is neither the author nor who asked, has not decided or
 * handed over, and leaves enough distinct people for the quorum. In the order of the policy, each person once.
 */
export function delegates(question: DelegationQuestion): readonly Approver[] {
  const { approvers, author, askedBy, from, asked, decided, handedOver, quorum } = question;
  const out = new Set<string>([author, askedBy ?? author, from, ...decided, ...handedOver]);
  const seen = new Set<string>();
  return approvers.filter((approver) => {
    if (!approver.mayDecide || out.has(approver.id) || seen.has(approver.id)) return false;
    seen.add(approver.id);
    const left = new Set<string>([...asked.filter((id) => id !== from), approver.id]);
    return left.size >= quorum;
  });
}
