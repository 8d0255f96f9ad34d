import { dailyCaps } from '../context.ts';
import { eachRepDay } from '../each-rep-day.ts';
import { assignmentPath, type Rule } from '../rule.ts';

/** Minutes of a rep-day at most the cap, or what is pinned. */
export const dailyMinutes: Rule = {
  name: 'daily-minutes',
  check: eachRepDay((rep, day, meetings, context) => {
    const cap = dailyCaps(context, rep, day).minutes;
    const minutes = meetings.reduce((sum, { start, end }) => sum + end - start, 0);
    const last = meetings.findLast(({ pinned }) => !pinned);
    if (minutes <= cap || last === undefined) return [];
    const available = context.repDay(rep, day).availableMinutes;
    return [
      {
        path: assignmentPath(last, 'minutes'),
        received: `${minutes} minutes of ${rep.id} on ${day}`,
        expected: `at most ${cap}: the smaller of ${rep.maxMinutesPerDay} and ${context.policy.rep.loadCeiling} of ${available} available, or what is pinned`,
        remedy: 'take meetings off this day',
      },
    ];
  }),
};
