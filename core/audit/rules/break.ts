import { eachRepDay } from '../each-rep-day.ts';
import { assignmentPath, type Rule } from '../rule.ts';

/** After `breakAfter` meetings in a row a gap of `breakMinutes` is due. Rows of pinned meetings alone are excused. */
export const breakRule: Rule = {
  name: 'break',
  check: eachRepDay((rep, day, meetings, { policy }) => {
    const { breakAfter, breakMinutes } = policy.rep;
    let row = 0;
    let end = Number.NEGATIVE_INFINITY;
    let lastUnpinned = Number.NEGATIVE_INFINITY;
    return meetings.flatMap((meeting, position) => {
      row = meeting.start - end < breakMinutes ? row + 1 : 1;
      end = Math.max(end, meeting.end);
      if (!meeting.pinned) lastUnpinned = position;
      // The last breakAfter + 1 of the row must hold someone who could have been placed elsewhere.
      if (row <= breakAfter || lastUnpinned < position - breakAfter) return [];
      return [
        {
          path: assignmentPath(meeting, 'start'),
          received: `meeting ${row} in a row of ${rep.id} on ${day}`,
          expected: `at most ${breakAfter} with gaps shorter than ${breakMinutes} minutes`,
          remedy: 'leave a break before this meeting, or take one out',
        },
      ];
    });
  }),
};
