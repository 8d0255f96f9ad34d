import type { Assignment, Commitment, Plan } from '../model/plan.ts';

/** What a plan changes against what is published today, each list in plan order. */
export interface Changes {
  readonly added: readonly Assignment[];
  readonly moved: readonly { readonly from: Commitment; readonly to: Assignment }[];
  readonly kept: readonly Assignment[];
  readonly cancelled: readonly Commitment[];
}

/** Compares a plan with the published commitments. Same rep and start is kept; else moved; not assigned is cancelled. */
export function changesOf(plan: Plan, published: readonly Commitment[]): Changes {
  const before = new Map(published.map((commitment) => [String(commitment.engagement), commitment]));
  const added: Assignment[] = [];
  const moved: { from: Commitment; to: Assignment }[] = [];
  const kept: Assignment[] = [];
  for (const assignment of plan.assignments) {
    const from = before.get(assignment.engagement);
    before.delete(assignment.engagement);
    if (from === undefined) added.push(assignment);
    else if (from.rep === assignment.rep && Date.parse(from.start) === Date.parse(assignment.start))
      kept.push(assignment);
    else moved.push({ from, to: assignment });
  }
  return { added, moved, kept, cancelled: [...before.values()] };
}
