import { pointer } from '../../model/violation.ts';
import { floorReached, valueKey } from '../coverage-floor.ts';
import type { Flaw } from '../finding.ts';
import { expectedParity } from '../parity.ts';
import { MAX_MULTIPLIER, slotsOf } from '../rep-prices.ts';
import type { Rule } from '../rule.ts';
import { starvedServed } from '../starved-duty.ts';
import { localDay } from '../zone.ts';

/**
 * Prices for each slot of each rep-day of the horizon, for nothing else, and none above the largest stake; multipliers of the
 * floor where it is reached; no more starved accounts than the plan serves.
 */
export const certificate: Rule = {
  name: 'certificate',
  check: (context, figures) => {
    const { portfolio, plan, days, reps, multipliers } = context;
    const slot = portfolio.horizon.slotMinutes;
    const remedy = 'give the multipliers of every rep-day of the horizon';
    const flaw = (segments: readonly string[], received: unknown, expected: string): Flaw => ({
      path: pointer(['certificate', ...segments]),
      received: String(received),
      expected,
      remedy,
    });
    const flaws: Flaw[] = [];
    let count = 0;
    const given = plan.certificate.slotMinutes;
    if (given !== slot) flaws.push(flaw(['slotMinutes'], given, String(slot)));
    for (const rep of reps.values()) {
      for (const date of days) {
        count += 1;
        const found = multipliers.get(rep.id)?.get(date);
        const at = ['multipliers', rep.id, date];
        if (found === undefined) {
          flaws.push(flaw(at, 'nothing', `the multipliers of ${rep.id} on ${date}`));
          continue;
        }
        const { from, to } = localDay(rep.timeZone, date);
        const slots = slotsOf(from, to, slot);
        if (found.slots.length !== slots)
          flaws.push(flaw([...at, 'slots'], `${found.slots.length} slots`, String(slots)));
        const highest = Math.max(found.perHour, found.perEngagement, ...found.slots);
        if (highest > MAX_MULTIPLIER) flaws.push(flaw(at, highest, `at most ${MAX_MULTIPLIER}`));
      }
    }
    for (const [rep, byDay] of multipliers) {
      if (!reps.has(rep)) flaws.push(flaw(['multipliers', rep], rep, 'a rep of the portfolio'));
      for (const date of byDay.keys())
        if (!days.includes(date))
          flaws.push(flaw(['multipliers', rep, date], date, `a date in ${days[0]} … ${days.at(-1)}`));
    }
    const coverage = plan.certificate.coverage ?? [];
    const rows = coverage.length === 0 ? [] : expectedParity(context, figures);
    if (!floorReached(context, rows))
      flaws.push(flaw(['coverage'], 'multipliers', 'none: the plan is below the floor'));
    const judged = new Set(rows.flatMap((row) => (row.reportOnly ? [] : valueKey(row))));
    coverage.forEach((row, index) => {
      count += 1;
      const at = ['coverage', String(index)];
      if (!judged.delete(valueKey(row))) flaws.push(flaw(at, valueKey(row), 'a value held to the floor, once'));
      if (Math.abs(row.bonus) > MAX_MULTIPLIER) flaws.push(flaw(at, row.bonus, `at most ${MAX_MULTIPLIER}`));
    });
    const { starvedServed: claimed } = plan.certificate;
    const served = starvedServed(context);
    if (claimed !== undefined) count += 1;
    if (claimed !== undefined && claimed > served)
      flaws.push({
        ...flaw(['starvedServed'], claimed, `at most ${served}`),
        remedy: 'count the starved accounts that have a meeting',
      });
    return { count, flaws };
  },
};
