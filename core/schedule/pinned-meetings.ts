import { touchDay } from '../calendar/touch-day.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { BlockMembers } from './block-members.ts';
import { NONE } from './places.ts';
import { KINDS } from './problem.ts';
import { fixedMeeting, type RepDayTable } from './rep-day-table.ts';
import { kindOf, type RepKinds } from './rep-kinds.ts';

/** Where pinned engagements are; NONE and 0 for the others. */
export interface PinnedMeetings {
  /** Epoch minute of the start. */
  readonly pinned: Int32Array;
  /** Rep-day, NONE outside the horizon; touch day and affinity. */
  readonly pinnedDay: Int32Array;
  readonly pinnedTouch: Int32Array;
  readonly pinnedAffinity: Float64Array;
}

export function pinnedMeetings(
  { asOf, horizon }: Portfolio,
  { engagements, account, reps, repIndex }: BlockMembers,
  days: RepDayTable,
  kinds: RepKinds,
): PinnedMeetings {
  const size = engagements.length;
  const pinned = new Int32Array(size).fill(NONE);
  const pinnedDay = new Int32Array(size).fill(NONE);
  const pinnedTouch = new Int32Array(size);
  const pinnedAffinity = new Float64Array(size);
  engagements.forEach((engagement, e) => {
    if (engagement.pinned === null) return;
    const a = account[e]!;
    const r = repIndex.get(engagement.pinned.rep) ?? NONE;
    const { from } = fixedMeeting(engagement);
    pinned[e] = from;
    pinnedAffinity[e] = kinds.affinity[a * KINDS + kindOf(kinds, a, r)]!;
    if (r === NONE) return;
    pinnedTouch[e] = touchDay(reps[r]!.timeZone, asOf, from) - days.firstTouch;
    for (let d = r * horizon.days; d < (r + 1) * horizon.days; d++) {
      if (days.days[d]!.from <= from && from < days.days[d]!.to) pinnedDay[e] = d;
    }
  });
  return { pinned, pinnedDay, pinnedTouch, pinnedAffinity };
}
