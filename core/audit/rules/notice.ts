import { accountCalendars } from '../customer-hours.ts';
import { noticeEnd } from '../notice-end.ts';
import { eachMeeting, type Rule } from '../rule.ts';
import { instantText } from '../zone.ts';

/** Enough of the account's business hours lie between asOf and the start, unless the customer asked. */
export const notice: Rule = {
  name: 'notice',
  check: eachMeeting(({ engagement, account, start }, context) => {
    if (engagement.requested) return null;
    const hours = context.policy.contact.noticeBusinessHours;
    const end = Math.max(
      ...accountCalendars(account, context).map((calendar) =>
        noticeEnd(calendar, context.asOf, hours * 60, context.end),
      ),
    );
    return start >= end
      ? null
      : {
          received: instantText(start),
          expected: `${hours} business hours of ${account.id} after ${context.portfolio.asOf}`,
          remedy: 'start later, or mark the engagement as requested if the customer asked for it',
        };
  }),
};
