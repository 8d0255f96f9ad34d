import { accountCalendars, openAround } from '../customer-hours.ts';
import { eachMeeting, type Rule, told } from '../rule.ts';
import { inside } from '../span.ts';

/** Inside the account's hours, not on a closed day, at every place the customer may be. */
export const accountHours: Rule = {
  name: 'account-hours',
  check: eachMeeting((meeting, context) => {
    const { account, start, end } = meeting;
    const shut = accountCalendars(account, context).find((each) => !inside(openAround(each, start), start, end));
    return shut === undefined
      ? null
      : {
          received: told(meeting),
          expected: `inside ${shut.name} in ${shut.timeZone}, not on a closed day`,
          remedy: 'choose a time at which the account is open at all its places',
        };
  }),
};
