import { eachMeeting, type Rule, told } from '../rule.ts';

/** Rep-days lie in the horizon, and nothing starts before asOf. */
export const horizon: Rule = {
  name: 'horizon',
  check: eachMeeting((meeting, { days, asOf, portfolio }) => {
    if (meeting.start >= asOf && days.includes(meeting.day)) return null;
    return {
      received: `${told(meeting)}, the rep's ${meeting.day}`,
      expected: `a start from ${portfolio.asOf} on, on a rep-local date in ${days[0]} … ${days.at(-1)}`,
      remedy: 'plan inside the horizon, after asOf',
    };
  }),
};
