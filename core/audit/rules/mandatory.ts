import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** A mandatory engagement is assigned, or stands among the unscheduled, marked as mandatory, with a cause that holds. */
export const mandatory: Rule = {
  name: 'mandatory',
  check: (context) => {
    const flaws = context.plan.unscheduled.flatMap((item, row): Flaw[] => {
      const engagement = context.engagements.get(item.engagement);
      if (engagement === undefined) return [];
      const path = `/unscheduled/${row}`;
      const objected = context.accounts.get(engagement.account)?.contact.objected === true;
      const wrongMark =
        item.mandatory === engagement.mandatory
          ? []
          : [
              {
                path: `${path}/mandatory`,
                received: String(item.mandatory),
                expected: String(engagement.mandatory),
                remedy: 'mark it as the portfolio does',
              },
            ];
      const wrongCause =
        (item.cause === 'objection') === objected
          ? []
          : [
              {
                path: `${path}/cause`,
                received: item.cause,
                expected: objected ? 'objection' : 'a cause other than objection',
                remedy: 'name the first cause that no choice of rep and time avoids',
              },
            ];
      return [...wrongMark, ...wrongCause];
    });
    return { count: context.portfolio.engagements.filter((each) => each.mandatory).length, flaws };
  },
};
