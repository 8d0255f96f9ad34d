import type { Flaw } from './finding.ts';

/** A table with exactly one row for each key that is expected. */
export function onePerKey<T>(
  path: string,
  rows: readonly T[],
  keyOf: (row: T) => string,
  expected: ReadonlyMap<string, unknown> | ReadonlySet<string>,
): readonly Flaw[] {
  const first = new Map<string, number>();
  const wrong = rows.flatMap((row, index): Flaw[] => {
    const key = keyOf(row);
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    if (before !== undefined)
      return [
        { path: `${path}/${index}`, received: key, expected: `one row, ${path}/${before} has it`, remedy: 'keep one' },
      ];
    return expected.has(key)
      ? []
      : [{ path: `${path}/${index}`, received: key, expected: 'what the portfolio has', remedy: 'take the row out' }];
  });
  const missing = [...expected.keys()].flatMap((key): Flaw[] =>
    first.has(key) ? [] : [{ path, received: `no row for ${key}`, expected: 'one row', remedy: 'add the row' }],
  );
  return [...wrong, ...missing];
}
