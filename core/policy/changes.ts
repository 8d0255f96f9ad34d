import type { Assignment, Commitment, Plan } from '../model/plan.ts';

/** What a plan changes against what is published and still to come, each list in plan order. */
export interface Changes {
  readonly added: readonly Assignment[];
  readonly moved: readonly { readonly from: Commitment; readonly to: Assignment }[];
  readonly kept: readonly Assignment[];
  readonly cancelled: readonly Commitment[];
}

/**
 * Compares a plan with the published commitments. Same rep and start is kept; else moved; not assigned is cancelled. Only what
 * starts at `at` (an instant) or later counts, on both sides: a meeting that is past is neither kept nor broken any more, and
 * never new.
 */
export function changesOf(plan: Pick<Plan, 'assignments'>, published: readonly Commitment[], at: string): Changes {
  const ahead = ({ start }: Pick<Commitment, 'start'>) => Date.parse(start) >= Date.parse(at);
  const before = new Map(published.filter(ahead).map((commitment) => [String(commitment.engagement), commitment]));
  const added: Assignment[] = [];
  const moved: { from: Commitment; to: Assignment }[] = [];
  const kept: Assignment[] = [];
  for (const assignment of plan.assignments.filter(ahead)) {
    const from = before.get(assignment.engagement);
    before.delete(assignment.engagement);
    if (from === undefined) added.push(assignment);
    else if (from.rep === assignment.rep && Date.parse(from.start) === Date.parse(assignment.start))
      kept.push(assignment);
    else moved.push({ from, to: assignment });
  }
  return { added, moved, kept, cancelled: [...before.values()] };
}
