import type { Rule } from '../rule.ts';

/** The objective is what portfolio, policy and assignments give. */
export const objective: Rule = {
  name: 'objective',
  check: ({ plan }, figures) => {
    const expected = figures.objective();
    const received = plan.objective;
    const flaw = {
      path: '/objective',
      received: String(received),
      expected: String(expected),
      remedy: 'recompute it from the assignments at risk.theta',
    };
    return { count: 1, flaws: received === expected ? [] : [flaw] };
  },
};
