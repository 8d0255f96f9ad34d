import { dailyCaps } from '../context.ts';
import type { Flaw } from '../finding.ts';
import { onePerKey } from '../rows.ts';
import type { Rule } from '../rule.ts';

/** One row for each rep: sums over the days of the horizon, and of the rep's meetings. */
export const load: Rule = {
  name: 'load',
  check: (context) => {
    const { plan, reps, days, meetingsOfRep } = context;
    const flaws: Flaw[] = [...onePerKey('/load', plan.load, ({ rep }) => rep, reps)];
    plan.load.forEach((row, index) => {
      const rep = reps.get(row.rep);
      if (rep === undefined) return;
      const meetings = meetingsOfRep.get(rep.id) ?? [];
      const expected = {
        availableMinutes: days.reduce((sum, date) => sum + context.repDay(rep, date).availableMinutes, 0),
        capMinutes: days.reduce((sum, date) => sum + dailyCaps(context, rep, date).minutes, 0),
        plannedMinutes: meetings.reduce((sum, { start, end }) => sum + end - start, 0),
        engagements: meetings.length,
        historyShare: context.historyLoads.get(rep.id)?.share,
        surchargePerMinute: context.historyLoads.get(rep.id)?.perMinute,
      };
      for (const [field, right] of Object.entries(expected)) {
        const received = new Map<string, unknown>(Object.entries(row)).get(field);
        if (!same(received, right))
          flaws.push({
            path: `/load/${index}/${field}`,
            received: String(received),
            expected: String(right),
            remedy: 'add up the days of the horizon and the meetings of the rep',
          });
      }
    });
    return { count: reps.size, flaws };
  },
};

function same(received: unknown, right: number | undefined): boolean {
  if (typeof received !== 'number' || right === undefined) return received === right;
  return Math.abs(received - right) <= 1e-12 * Math.max(1, Math.abs(right));
}
