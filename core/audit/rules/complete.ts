import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** Each engagement of the portfolio appears exactly once, assigned or unscheduled, and nothing else does. */
export const complete: Rule = {
  name: 'complete',
  check: ({ plan, engagements }) => {
    const rows = [
      ...plan.assignments.map(({ engagement }, row) => ({ id: engagement, path: `/assignments/${row}/engagement` })),
      ...plan.unscheduled.map(({ engagement }, row) => ({ id: engagement, path: `/unscheduled/${row}/engagement` })),
    ];
    const first = new Map<string, string>();
    const flaws = rows.flatMap(({ id, path }): Flaw[] => {
      const before = first.get(id);
      if (before === undefined) first.set(id, path);
      if (before !== undefined)
        return [
          { path, received: `${id}, which ${before} has too`, expected: 'each engagement once', remedy: 'keep one' },
        ];
      return engagements.has(id)
        ? []
        : [{ path, received: id, expected: 'an engagement of the portfolio', remedy: 'take it out' }];
    });
    const missing = [...engagements.keys()].filter((id) => !first.has(id));
    return {
      count: engagements.size,
      flaws: [
        ...flaws,
        ...missing.map((id) => ({
          path: '/unscheduled',
          received: `nothing about ${id}`,
          expected: `${id} assigned or unscheduled`,
          remedy: 'add it to one of the two',
        })),
      ],
    };
  },
};
