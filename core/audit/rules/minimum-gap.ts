import { eachMeeting, type Rule } from '../rule.ts';
import { instantText } from '../zone.ts';

/** An unpinned planned touch starts at least the gap before or after every other touch of its account. */
export const minimumGap: Rule = {
  name: 'minimum-gap',
  check: eachMeeting((meeting, context) => {
    const hours = context.policy.contact.minimumGapHours;
    const { account, start } = meeting;
    const planned = (context.meetingsOfAccount.get(account.id) ?? []).filter((other) => other !== meeting);
    const others = [...(context.ledger.get(account.id) ?? []), ...planned.map((other) => other.start)];
    const near = others.find((at) => Math.abs(at - start) < hours * 60);
    return near === undefined
      ? null
      : {
          received: `${instantText(start)} and ${instantText(near)} at ${account.id}`,
          expected: `${hours} hours between the starts`,
          remedy: 'move one of the two',
        };
  }),
};
