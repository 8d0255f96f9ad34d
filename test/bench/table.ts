import { growthExponent } from './growth.ts';
import { medians } from './medians.ts';
import type { BenchRow } from './row.ts';

type Column = readonly [title: string, width: number, cell: (row: BenchRow) => string];

const NAMED: readonly Column[] = [
  ['family', -15, ({ family }) => family],
  ['load', 4, ({ load }) => load.toFixed(1)],
];
const percent = (share: number | undefined, digits: number) =>
  share === undefined ? '' : `${(100 * share).toFixed(digits)} %`;
const seconds = (value: number) => value.toFixed(2);

const PLANS: readonly Column[] = [
  ...NAMED,
  ['seed', 4, ({ seed }) => String(seed)],
  ['engagements', 11, ({ engagements }) => String(engagements)],
  ['objective', 15, ({ objective }) => String(objective)],
  ['gap', 8, ({ gap }) => percent(gap, 3)],
  ['cpu s', 8, (row) => seconds(row.seconds)],
  ['wall s', 8, (row) => seconds(row.wallSeconds)],
  ['MB', 6, ({ megabytes }) => String(megabytes)],
  ['audit', 10, ({ findings }) => (findings === undefined ? '' : findings === 0 ? 'passed' : `${findings} findings`)],
];
const OPTIMUM: readonly Column[] = [
  ...NAMED,
  ['of the optimum', 15, ({ optimumShare, optimumProven }) => `${percent(optimumShare, 3)}${optimumProven ? '' : '*'}`],
  ['of its bound', 12, ({ boundShare }) => percent(boundShare, 3)],
  ['its time / ours', 15, ({ timeRatio }) => timeRatio?.toFixed(0) ?? ''],
  ['to a plan as good', 17, ({ timeRatioToOurs }) => timeRatioToOurs?.toFixed(0) ?? ''],
];
const RIVALS: readonly Column[] = [
  ...NAMED,
  ['planner', -12, ({ rival }) => rival ?? ''],
  ['protected value', 15, ({ valueShare }) => percent(valueShare, 1)],
  ['CVaR taken away', 15, ({ cvarShare }) => percent(cvarShare, 1)],
  ['EVaR taken away', 15, ({ evarShare }) => percent(evarShare, 1)],
];
const REPLANS: readonly Column[] = [
  ...NAMED,
  ['gap', 8, ({ gap }) => percent(gap, 3)],
  ['warm cpu s', 10, (row) => seconds(row.seconds)],
  ['from nothing / warm', 19, ({ fromNothingRatio }) => fromNothingRatio?.toFixed(1) ?? ''],
  ['its value', 9, ({ objective, fromNothingObjective }) => percent(objective / (fromNothingObjective ?? 0), 2)],
  ['commitments', 11, ({ commitments }) => String(commitments)],
  ['must move', 9, ({ movedByNeed }) => String(movedByNeed)],
  ['moved', 7, ({ moved }) => String(moved)],
  ['from nothing', 12, ({ movedFromNothing }) => String(movedFromNothing)],
];

export const PLAN_HEADER = header(PLANS);

export function planLine(row: BenchRow): string {
  return line(PLANS, row);
}

/** Every table, medians over seeds; and how time grows. */
export function tables(rows: readonly BenchRow[]): string {
  const all = medians(rows);
  const ours = all.filter(({ rival }) => rival === undefined);
  const compared = ours.filter(({ optimumProven }) => optimumProven !== undefined);
  return [
    table('Medians (seed: how many); memory is the peak of the process, checking included', PLANS, ours),
    table(
      'Against the optimum: every plan tried for tiny, HiGHS otherwise. * of its best plan when its time was up, for some seed',
      OPTIMUM,
      compared,
    ),
    exact(rows),
    table(
      'Against greedy planners that keep every hard rule: what they reach of ours',
      RIVALS,
      all.filter(({ rival }) => rival !== undefined),
    ),
    table(
      'Planning again: one rep sick for two days, ten new engagements; from the earlier plan and from nothing',
      REPLANS,
      ours.filter(({ moved }) => moved !== undefined),
    ),
    ...growthLines(ours),
  ].join('');
}

export function table(title: string, columns: readonly Column[], rows: readonly BenchRow[]): string {
  if (rows.length === 0) return '';
  return `\n${title}\n${header(columns)}\n${rows.map((row) => `${line(columns, row)}\n`).join('')}`;
}

function exact(rows: readonly BenchRow[]): string {
  const tried = rows.filter(({ family }) => family === 'tiny');
  if (tried.length === 0) return '';
  const reached = tried.filter(({ optimumShare }) => optimumShare === 1).length;
  const worst = Math.min(...tried.map(({ optimumShare }) => optimumShare ?? 1));
  return `tiny: the optimum in ${reached} of ${tried.length}, at worst ${percent(worst, 2)} of it\n`;
}

function growthLines(ours: readonly BenchRow[]): readonly string[] {
  const kinds = Map.groupBy(ours, ({ family, load }) => `${family.split('-')[0]} ${load}`);
  return [...kinds.values()].flatMap((group) => {
    const [prefix = ''] = (group[0]?.family ?? '').split('-');
    const exponent = growthExponent(group, prefix, group[0]?.load ?? 0);
    const sizes = group.filter(({ engagements }) => engagements >= 1_000).map(({ family }) => family);
    return exponent === null || prefix === 'replan'
      ? []
      : [`\ngrowth of processor time over ${sizes.join(', ')}: exponent ${exponent.toFixed(2)}\n`];
  });
}

function header(columns: readonly Column[]): string {
  return columns.map(([title, width]) => padded(title, width)).join('  ');
}

function line(columns: readonly Column[], row: BenchRow): string {
  return columns.map(([, width, cell]) => padded(cell(row), width)).join('  ');
}

/** Negative widths are to the left. */
function padded(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}
