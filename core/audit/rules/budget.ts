import type { Rule } from '../rule.ts';

/** Unpinned assignments are at most the hard cap on contacts. */
export const budget: Rule = {
  name: 'budget',
  check: ({ meetings, policy }) => {
    const cap = policy.budget.contacts.hard;
    const count = meetings.filter(({ pinned }) => !pinned).length;
    const flaw = {
      path: '/assignments',
      received: `${count} new touches`,
      expected: `at most ${cap}`,
      remedy: 'plan fewer, or raise budget.contacts.hard in the policy',
    };
    return { count, flaws: count <= cap ? [] : [flaw] };
  },
};
