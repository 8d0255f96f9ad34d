import type { Contradiction } from '../model/learning.ts';
import type { Outcome } from '../model/outcome.ts';

/** An outcome as it was told. */
export interface ToldOutcome {
  readonly id: string;
  readonly outcome: Outcome;
  readonly receivedAt: string;
}

export interface OutcomeHistory {
  /** What counts, oldest first. */
  readonly standing: readonly Outcome[];
  readonly contradictions: readonly Contradiction[];
}

const HOUR = 3_600_000;
/** Two reports on one engagement closer than this are about one meeting. */
const ONE_MEETING = 12 * HOUR;
/** An account that is lost and renewed within this is one or the other. */
const ONE_ENDING = 30 * 24 * HOUR;

/**
 * What counts of all that was told. Of two outcomes that cannot be true together the one with the later `at` counts, at the
 * same `at` the one received later, then the larger id; the other is kept and listed. Order and repetition of the telling
 * change nothing. O(n · log n + n · outcomes of one subject).
 */
export function settleOutcomes(told: readonly ToldOutcome[]): OutcomeHistory {
  const once = new Map(told.map((each) => [each.id, each]));
  const ordered = [...once.values()].sort(inTime);
  const standing: Outcome[] = [];
  const contradictions: Contradiction[] = [];
  const bySubject = Map.groupBy(ordered, ({ outcome }) => subjectOf(outcome));
  for (const each of ordered) {
    const { outcome } = each;
    const same = bySubject.get(subjectOf(outcome)) ?? [];
    const counts = same.find((other) => inTime(each, other) < 0 && contradict(outcome, other.outcome));
    if (counts === undefined) standing.push(outcome);
    else contradictions.push({ counts: counts.outcome, overruled: outcome });
  }
  return { standing, contradictions };
}

/** Whether two outcomes cannot both be true: one meeting held and not held, or held for two lengths; one account lost and kept. */
export function contradict(a: Outcome, b: Outcome): boolean {
  if (subjectOf(a) !== subjectOf(b)) return false;
  const apart = Math.abs(Date.parse(a.at) - Date.parse(b.at));
  if ('engagement' in a && 'engagement' in b) {
    if (a.kind === 'moved' || b.kind === 'moved' || apart >= ONE_MEETING) return false;
    return a.kind !== b.kind || (a.minutes !== undefined && b.minutes !== undefined && a.minutes !== b.minutes);
  }
  if (a.kind === 'opted-out' || b.kind === 'opted-out') return false;
  return apart < ONE_ENDING && (a.kind === 'lost') !== (b.kind === 'lost');
}

/** Engagement or account an outcome is about. */
export function subjectOf(outcome: Outcome): string {
  return 'engagement' in outcome ? `engagement#${outcome.engagement}` : `account#${outcome.account}`;
}

function inTime(a: ToldOutcome, b: ToldOutcome): number {
  return (
    Date.parse(a.outcome.at) - Date.parse(b.outcome.at) ||
    Date.parse(a.receivedAt) - Date.parse(b.receivedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
