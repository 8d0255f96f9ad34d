import { callingCalendars, openAround } from '../customer-hours.ts';
import { eachMeeting, type Rule, told } from '../rule.ts';
import { inside } from '../span.ts';

/** Inside the calling hours of every pack that speaks for a place of the customer. */
export const quietHours: Rule = {
  name: 'quiet-hours',
  check: eachMeeting((meeting, context) => {
    const { account, start, end } = meeting;
    const shut = callingCalendars(account, context).find((each) => !inside(openAround(each, start), start, end));
    return shut === undefined
      ? null
      : {
          received: told(meeting),
          expected: `inside ${shut.name} in ${shut.timeZone}`,
          remedy: 'choose a time inside the calling hours of all places',
        };
  }),
};
