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
    const keyOf = (row: { readonly group: string; readonly value: string }) => `${row.group}: ${row.value}`;
    const expected = new Map(right.map((row) => [keyOf(row), row]));
    const flaws: Flaw[] = [...onePerKey('/parity', plan.parity, keyOf, expected)];
    plan.parity.forEach((row, index) => {
      const fields = new Map<string, unknown>(Object.entries(row));
      for (const [field, value] of Object.entries(expected.get(keyOf(row)) ?? {})) {
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
    return { count: right.length, flaws };
  },
};
