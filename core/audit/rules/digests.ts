import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** The plan names the portfolio, policy, published plan and code it was made from, where the auditor knows them. */
export const digests: Rule = {
  name: 'digests',
  check: ({ plan, digests: known }) => {
    const flaws = Object.entries(known).flatMap(([field, expected]): Flaw[] => {
      const received = new Map<string, unknown>(Object.entries(plan)).get(field);
      return expected === undefined || received === expected
        ? []
        : [
            {
              path: `/${field}`,
              received: String(received),
              expected: String(expected),
              remedy: 'audit the plan against the evidence it was made from',
            },
          ];
    });
    return { count: Object.values(known).filter((each) => each !== undefined).length, flaws };
  },
};
