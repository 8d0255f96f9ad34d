import { eachMeeting, type Rule } from '../rule.ts';
import { localDate } from '../zone.ts';

/** The account-local date of the start lies in earliest … due. */
export const window: Rule = {
  name: 'window',
  check: eachMeeting(({ engagement, account, start }) => {
    const date = localDate(account.timeZone, start);
    return engagement.earliest <= date && date <= engagement.due
      ? null
      : {
          received: `${date} at ${account.id}`,
          expected: `${engagement.earliest} … ${engagement.due}`,
          remedy: 'start on one of these dates of the account',
        };
  }),
};
