import type { LearningReport } from '../model/learning.ts';
import type { DueMeeting } from './resolve-meetings.ts';
import { shrunkenRates } from './shrunken-rate.ts';

/** Chance to show up by kind, shrunken over kinds, beside what was forecast. */
export function showEstimates(seen: readonly DueMeeting[]): LearningReport['shows'] {
  const byKind = Map.groupBy(seen, ({ kind }) => kind);
  const counts = [...byKind.keys()].sort().map((kind) => {
    const meetings = byKind.get(kind) ?? [];
    return { kind, trials: meetings.length, successes: meetings.filter(({ state }) => state === 'held').length };
  });
  return shrunkenRates(counts).map((each) => ({
    ...each,
    forecast: share(byKind.get(each.kind) ?? [], ({ show }) => show),
  }));
}

/** Mean of something over meetings; 0 where there are none. */
export function share(meetings: readonly DueMeeting[], of: (meeting: DueMeeting) => number): number {
  return meetings.length === 0 ? 0 : meetings.reduce((sum, meeting) => sum + of(meeting), 0) / meetings.length;
}
