import { eachMeeting, type Rule } from '../rule.ts';
import { instantText } from '../zone.ts';

/** Everything in `after` is assigned and ends by the start. */
export const precedence: Rule = {
  name: 'precedence',
  check: eachMeeting(({ engagement, account, start }, context) => {
    const meetings = context.meetingsOfAccount.get(account.id) ?? [];
    for (const id of engagement.after) {
      const before = meetings.find((meeting) => meeting.engagement.id === id);
      if (before !== undefined && before.end <= start) continue;
      return {
        received: before === undefined ? `${id} is not assigned` : `${id} ends at ${instantText(before.end)}`,
        expected: `${id} held by ${instantText(start)}`,
        remedy: 'hold the earlier engagement first, or leave this one out',
      };
    }
    return null;
  }),
};
