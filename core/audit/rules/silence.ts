import { silenceEnd } from '../refusal.ts';
import { eachMeeting, type Rule } from '../rule.ts';
import { instantText } from '../zone.ts';

/** No meeting within the days of silence after a refusal. */
export const silence: Rule = {
  name: 'silence',
  check: eachMeeting(({ account, start }, context) => {
    const end = silenceEnd(account, context);
    return end === null || start >= end
      ? null
      : {
          received: instantText(start),
          expected: `not before ${instantText(end)}: ${account.id} refused on ${account.contact.refusedAt}`,
          remedy: 'wait until the silence is over',
        };
  }),
};
