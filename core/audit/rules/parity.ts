import type { GroupCoverage } from '../../model/plan.ts';
import type { AuditContext } from '../context.ts';
import { floorReached, valueKey } from '../coverage-floor.ts';
import type { Figures } from '../figures.ts';
import type { Flaw } from '../finding.ts';
import { expectedParity } from '../parity.ts';
import { onePerKey } from '../rows.ts';
import type { Rule } from '../rule.ts';

/** Coverage of each value of each declared group. */
export const parity: Rule = {
  name: 'parity',
  check: (context, figures) => {
    const { plan } = context;
    const right = expectedParity(context, figures);
    const expected = new Map(right.map((row) => [valueKey(row), row]));
    const flaws: Flaw[] = [...onePerKey('/parity', plan.parity, valueKey, expected)];
    plan.parity.forEach((row, index) => {
      const fields = new Map<string, unknown>(Object.entries(row));
      for (const [field, value] of Object.entries(expected.get(valueKey(row)) ?? {})) {
        const received = fields.get(field);
        const same = typeof value === 'number' ? Math.abs(Number(received) - value) <= 1e-12 : received === value;
        if (!same)
          flaws.push({
            path: `/parity/${index}/${field}`,
            received: String(received),
            expected: String(value),
            remedy: 'count the eligible and the covered accounts of the group',
          });
      }
    });
    return { count: right.length + 1, flaws: [...flaws, ...floorFlaws(context, figures, right)] };
  },
};

/**
 * Floor and whether it is reached. What it costs cannot be recomputed without planning again; but no plan without the floor
 * is above its bound, hence the price no more than that less the objective.
 */
function floorFlaws(context: AuditContext, figures: Figures, rows: readonly GroupCoverage[]): readonly Flaw[] {
  const { plan, policy } = context;
  const given = plan.parityFloor;
  const flaw = (field: string, received: unknown, expected: string, remedy: string): Flaw => ({
    ...{ path: `/parityFloor${field}`, received: String(received), expected, remedy },
  });
  if (!rows.some(({ reportOnly }) => !reportOnly))
    return given === undefined ? [] : [flaw('', 'a floor', 'none: no group is held to one', 'leave it out')];
  if (given === undefined) return [flaw('', 'nothing', 'the floor', 'say which floor holds and whether it is reached')];
  const reached = floorReached(context, rows);
  const without = figures.unfloored();
  const flaws: Flaw[] = [];
  if (given.floor !== policy.equity.floor)
    flaws.push(flaw('/floor', given.floor, String(policy.equity.floor), 'take it from the policy'));
  if (given.reached !== reached)
    flaws.push(flaw('/reached', given.reached, String(reached), 'compare the ratios with the floor'));
  if (without !== null && BigInt(figures.objective()) + BigInt(given.price) > without)
    flaws.push(
      flaw(
        '/price',
        given.price,
        `at most ${without - BigInt(figures.objective())}`,
        'take it from a plan without floor',
      ),
    );
  return flaws;
}
