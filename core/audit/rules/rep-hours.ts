import { busySpan } from '../rep-day.ts';
import { eachMeeting, type Rule, told } from '../rule.ts';
import { inside } from '../span.ts';
import { instantText } from '../zone.ts';

/** Inside one working interval of the rep's day, not on leave, clear of every busy block. */
export const repHours: Rule = {
  name: 'rep-hours',
  check: eachMeeting((meeting, context) => {
    const { rep, start, end, day } = meeting;
    const remedy = 'choose a time at which the rep works and is free';
    const leave = rep.leave.find(({ from, to }) => from <= day && day <= to);
    if (leave !== undefined)
      return { received: told(meeting), expected: `no leave; ${rep.id} is away ${leave.from} … ${leave.to}`, remedy };
    const { working } = context.repDay(rep, day);
    if (!inside(working, start, end)) {
      const hours = working.map(({ from, to }) => `${instantText(from)} to ${instantText(to)}`).join(', ');
      return {
        received: told(meeting),
        expected: hours === '' ? `a working day, ${day} is none` : `inside ${hours}`,
        remedy,
      };
    }
    const busy = rep.busy.find((block) => busySpan(block).from < end && start < busySpan(block).to);
    return busy === undefined
      ? null
      : { received: told(meeting), expected: `clear of the busy block ${busy.from} to ${busy.to}`, remedy };
  }),
};
