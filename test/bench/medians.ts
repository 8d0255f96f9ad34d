import type { BenchRow } from './row.ts';

type Figure = Exclude<
  { [K in keyof BenchRow]-?: BenchRow[K] extends number | undefined ? K : never }[keyof BenchRow],
  'seed' | 'load'
>;
const FIGURES = [
  ...['engagements', 'objective', 'bound', 'gap', 'seconds', 'wallSeconds', 'megabytes'],
  ...['expectedLoss', 'evar', 'cvar', 'optimumShare', 'boundShare', 'timeRatio', 'timeRatioToOurs'],
  ...['valueShare', 'cvarShare', 'evarShare'],
  ...['fromNothingRatio', 'fromNothingObjective', 'commitments', 'movedByNeed', 'moved', 'movedFromNothing'],
] as const satisfies readonly Figure[];

/** Rows of one family, load and planner as one: the median of each figure, `seed` the number of rows, findings summed. */
export function medians(rows: readonly BenchRow[]): readonly BenchRow[] {
  const groups = Map.groupBy(rows, ({ family, load, rival }) => JSON.stringify([family, load, rival]));
  return [...groups.values()].map(medianRow);
}

function medianRow(group: readonly BenchRow[]): BenchRow {
  const first = group[0]!;
  const row: BenchRow = { ...first, seed: group.length };
  const known = FIGURES.filter((figure) => group.every((each) => each[figure] !== undefined));
  const unknown = FIGURES.filter((figure) => !known.includes(figure));
  const figures = Object.fromEntries([
    ...known.map((figure) => [figure, median(group.map((each) => each[figure] ?? 0))] as const),
    ...unknown.map((figure) => [figure, undefined] as const),
  ]);
  const proven = group.map(({ optimumProven }) => optimumProven);
  const findings = group.flatMap((each) => each.findings ?? []);
  return {
    ...row,
    ...figures,
    ...(proven.includes(undefined) ? {} : { optimumProven: !proven.includes(false) }),
    ...(findings.length === 0 ? {} : { findings: findings.reduce((sum, each) => sum + each, 0) }),
  };
}

/** The upper one of two in the middle, so that it is one of the values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
