import { studyRow } from '../../../core/simulate/comparison/study.ts';
import type { RunOrder } from '../../../core/simulate/suites/simulation.ts';
import { mostBreaches } from './rule-of-three.ts';
import { runOrders } from './run-orders.ts';
import type { TrialRoom } from './trial.ts';

/** The policy alone in many worlds, and what it broke in them. */
export async function portfolioYears(
  room: TrialRoom,
): Promise<{ readonly lines: readonly string[]; readonly broken: boolean }> {
  const { scenario, days, seeds, candidate } = room;
  const orders = Array.from(
    { length: seeds },
    (_, index): RunOrder => ({
      ...{ scenario, days, seed: index + 1 },
      spec: { kind: 'product', name: 'product', title: 'This product', policy: candidate },
    }),
  );
  const runs = await runOrders(orders, { ...room, label: 'years' });
  const row = studyRow('product', runs);
  const contacts = runs.reduce(
    (sum, { quarters }) => sum + quarters.reduce((all, { held, noShows }) => all + held + noShows, 0),
    0,
  );
  const examples = runs.flatMap(({ seed, examples: found }) =>
    found
      .slice(0, 1)
      .map(({ condition, day, subject, text }) => `  ${condition}, world ${seed}, day ${day}, ${subject}: ${text}`),
  );
  return {
    broken: row.breaches > 0,
    lines: [
      `${row.years.toFixed(1)} portfolio-years, scenario ${scenario.name}, ${contacts} contacts`,
      row.breaches === 0
        ? `No condition broken; fewer than ${mostBreaches(row.years)} breaches a year at 95% confidence (rule of three).`
        : `${row.breaches} breaches: ${row.brokenConditions.join(', ')}`,
      ...examples.slice(0, 12),
      `Expected loss ${Math.round(row.expectedLoss / 100)} a year, parity at worst ${row.worstParity.toFixed(2)}, longest wait ${row.longestPassedOver} mornings, ${Math.round(row.gated)} questions a year.`,
    ],
  };
}
