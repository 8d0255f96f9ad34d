import type { Rule } from '../rule.ts';

/** Pinned engagements are assigned exactly as given, unless the account objected. */
export const pinned: Rule = {
  name: 'pinned',
  check: (context) => {
    const pins = context.portfolio.engagements.flatMap(({ id, account, pinned: pin }) =>
      pin === null || context.accounts.get(account)?.contact.objected !== false ? [] : [{ id, pin }],
    );
    const placed = Map.groupBy(context.plan.assignments, ({ engagement }) => engagement);
    const kept = new Set<string>(
      context.meetings.filter((meeting) => meeting.pinned).map(({ engagement }) => engagement.id),
    );
    const rows = new Map<string, number>(context.plan.assignments.map(({ engagement }, row) => [engagement, row]));
    const flaws = pins.flatMap(({ id, pin }) => {
      if (kept.has(id)) return [];
      const found = placed.get(id)?.[0];
      const row = rows.get(id);
      return [
        {
          path: row === undefined ? '/assignments' : `/assignments/${row}/start`,
          received: found === undefined ? `${id} is not assigned` : `${id} with ${found.rep} at ${found.start}`,
          expected: `with ${pin.rep} at ${pin.start}`,
          remedy: 'leave what is pinned where it is',
        },
      ];
    });
    return { count: pins.length, flaws };
  },
};
