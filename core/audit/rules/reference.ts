import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** What a row repeats of the portfolio is what the portfolio says. */
export const reference: Rule = {
  name: 'reference',
  check: ({ plan, engagements, reps }) => {
    const rows = [
      ...plan.assignments.map((row, index) => ({ row, path: `/assignments/${index}` })),
      ...plan.unscheduled.map((row, index) => ({ row, path: `/unscheduled/${index}` })),
    ];
    const flaws = rows.flatMap(({ row, path }): Flaw[] => {
      const engagement = engagements.get(row.engagement);
      // Rule `complete` names unknown engagements.
      if (engagement === undefined) return [];
      const wrong = (field: string, received: unknown, expected: unknown): Flaw[] =>
        received === expected
          ? []
          : [
              {
                path: `${path}/${field}`,
                received: String(received),
                expected: String(expected),
                remedy: 'repeat what the portfolio says',
              },
            ];
      const account = wrong('account', row.account, engagement.account);
      if (!('rep' in row)) return account;
      return [
        ...account,
        ...(reps.has(row.rep) ? [] : wrong('rep', row.rep, 'a rep of the portfolio')),
        ...wrong('minutes', row.minutes, engagement.minutes),
        ...wrong('pinned', row.pinned, engagement.pinned !== null),
      ];
    });
    return { count: rows.length, flaws };
  },
};
