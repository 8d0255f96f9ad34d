import type { Outcome } from '../model/outcome.ts';
import type { PlanBook, PlannedMeeting } from './plan-book.ts';

/** A meeting of the plan that was in force when it was due, and what was told of it. */
export interface DueMeeting extends PlannedMeeting {
  readonly state: 'held' | 'no-show' | 'moved' | 'untold';
  /** Instant of the telling outcome. */
  readonly told: string | null;
  /** Minutes it took, where that was told. */
  readonly took: number | null;
}

type MeetingOutcome = Extract<Outcome, { readonly engagement: unknown }>;

const HOUR = 3_600_000;
/** An outcome is about a meeting that began up to this much later than it says. */
const EARLY = 12 * HOUR;
/** Held so much after its start at most: a meeting moved by hand is still that meeting. */
const LATE = 14 * 24 * HOUR;

/**
 * The meetings that came due: each start counts under the plan that was in force then. Outcomes are matched to the latest
 * start of their engagement that is at most 14 days before and 12 hours after them. O((meetings + outcomes) · log).
 */
export function resolveMeetings(
  { due }: Pick<PlanBook, 'due'>,
  standing: readonly Outcome[],
): { readonly meetings: readonly DueMeeting[]; readonly unmatched: number } {
  const byEngagement = Map.groupBy(due, ({ engagement }) => engagement);
  const told = new Map<object, MeetingOutcome>();
  let unmatched = 0;
  for (const outcome of standing) {
    if (!('engagement' in outcome)) continue;
    const at = Date.parse(outcome.at);
    const meeting = (byEngagement.get(outcome.engagement) ?? [])
      .filter((each) => each.at <= at + EARLY && each.at >= at - LATE)
      .reduce<PlannedMeeting | undefined>((best, each) => (best && best.at >= each.at ? best : each), undefined);
    if (meeting === undefined) unmatched += 1;
    // What was held or missed says more than that it was moved.
    else if (outcome.kind !== 'moved' || !told.has(meeting)) told.set(meeting, outcome);
  }
  const meetings = due.map((meeting): DueMeeting => {
    const outcome = told.get(meeting);
    const took = outcome?.kind === 'held' ? (outcome.minutes ?? null) : null;
    return { ...meeting, state: outcome?.kind ?? 'untold', told: outcome?.at ?? null, took };
  });
  return { meetings, unmatched };
}
