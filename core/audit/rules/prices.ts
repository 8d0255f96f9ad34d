import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** Shadow prices speak of known rep-days, each once, and are never negative. */
export const prices: Rule = {
  name: 'prices',
  check: ({ plan, reps, days }) => {
    const seen = new Set<string>();
    const flaws = plan.prices.flatMap(({ rep, day, perHour }, index): Flaw[] => {
      const at = (field: string, received: string, expected: string): Flaw => ({
        path: `/prices/${index}/${field}`,
        received,
        expected,
        remedy: 'give each rep-day of the horizon at most one price',
      });
      const key = `${rep} ${day}`;
      const twice = seen.has(key);
      seen.add(key);
      if (!reps.has(rep)) return [at('rep', rep, 'a rep of the portfolio')];
      if (!days.includes(day)) return [at('day', day, `a date in ${days[0]} … ${days.at(-1)}`)];
      if (twice) return [at('day', `${day} of ${rep} again`, 'one price')];
      return perHour >= 0 ? [] : [at('perHour', String(perHour), '0 or more')];
    });
    return { count: plan.prices.length, flaws };
  },
};
