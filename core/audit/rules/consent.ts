import { consentMissing } from '../refusal.ts';
import { eachMeeting, type Rule } from '../rule.ts';

/** The channel is not refused, and consented to where a pack wants that. */
export const consent: Rule = {
  name: 'consent',
  check: eachMeeting(({ account, engagement }, context) => {
    const missing = consentMissing(account, engagement.channel, context);
    return missing === null
      ? null
      : {
          field: 'engagement',
          received: `${account.id}: ${missing}`,
          expected: `consent for ${engagement.channel}`,
          remedy: 'take it out, or record the consent with its source and date',
        };
  }),
};
