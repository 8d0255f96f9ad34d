import { itemValue } from '../objective.ts';
import { eachMeeting, type Rule } from '../rule.ts';

/** The value of an assignment is what the objective loses when it alone is taken out. */
export const value: Rule = {
  name: 'value',
  check: eachMeeting((meeting, context) => {
    const expected = itemValue(context, meeting);
    const received = context.plan.assignments[meeting.index]?.value;
    return received === expected
      ? null
      : {
          field: 'value',
          received: String(received),
          expected: String(expected),
          remedy: 'give the objective less the objective without this meeting',
        };
  }, 'all'),
};
