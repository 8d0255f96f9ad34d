import { dailyCaps } from '../context.ts';
import { eachRepDay } from '../each-rep-day.ts';
import { assignmentPath, type Rule } from '../rule.ts';

/** Meetings of a rep-day at most the cap, or what is pinned. */
export const dailyCount: Rule = {
  name: 'daily-count',
  check: eachRepDay((rep, day, meetings, context) => {
    const cap = dailyCaps(context, rep, day).count;
    const last = meetings.findLast(({ pinned }) => !pinned);
    if (meetings.length <= cap || last === undefined) return [];
    return [
      {
        path: assignmentPath(last, 'rep'),
        received: `${meetings.length} meetings of ${rep.id} on ${day}`,
        expected: `at most ${cap}`,
        remedy: 'take meetings off this day',
      },
    ];
  }),
};
