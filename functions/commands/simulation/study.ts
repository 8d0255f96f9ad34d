import type { Policy } from '../../../core/model/policy.ts';
import type { SeedRun } from '../../../core/model/simulation.ts';
import { count, percent } from '../../../core/report/amount.ts';
import type { SimulationGoal, SimulationReport } from '../../../core/report/simulation-report.ts';
import { type StudyRow, studyRow } from '../../../core/simulate/comparison/study.ts';
import { DUTIFUL_PLANNERS, SIMPLE_PLANNERS, WHITTLE_PLANNER } from '../../../core/simulate/planners/ranked.ts';
import { plannerOf, studyRoster } from '../../../core/simulate/planners/roster.ts';
import type { RunOrder, SimulationOptions } from '../../../core/simulate/suites/simulation.ts';
import { QUARTER_DAYS } from '../../../core/simulate/world/run.ts';
import { leastLosses } from './least-losses.ts';
import { mostBreaches } from './rule-of-three.ts';
import { type RunRoom, runOrders } from './run-orders.ts';

/** Share of the avoidable loss by which the product is to stay below the best policy that optimises nothing. */
const GOAL = 0.3;

export interface Study {
  readonly rows: readonly StudyRow[];
  readonly days: number;
  readonly goals: readonly SimulationGoal[];
  readonly report: SimulationReport;
}

/** The policy, ways of it that show what protection and parity cost, and what others do, in the same worlds. */
export async function study(policy: Policy, options: SimulationOptions, room: Omit<RunRoom, 'label'>): Promise<Study> {
  const roster = studyRoster(policy);
  const { scenario, days, seeds } = options;
  // World by world, so that what was broken off has whole worlds.
  const orders = Array.from({ length: seeds }, (_, index) =>
    roster.map((spec): RunOrder => ({ scenario, days, seed: index + 1, spec })),
  ).flat();
  const runs = await runOrders(orders, { ...room, label: 'study' });
  const byName = Map.groupBy(runs, ({ planner }) => planner);
  const rows = roster.map(({ name }) => studyRow(name, byName.get(name) ?? []));
  const least = await leastLosses({ scenario, days, seeds }, room);
  // Losses are counted at the end of a quarter.
  const goals = days < QUARTER_DAYS ? [] : goalsOf(rows, least);
  return {
    rows,
    days,
    goals,
    report: {
      ...{ scenario: scenario.name, currency: 'EUR', worlds: seeds, days, subject: 'product', goals, suites: [] },
      frontier: [
        ...['product', 'neutral', 'evar-99', 'unfloored', 'patient', 'ungated', 'undutiful'],
        ...['whittle', 'value-first'],
      ],
      rows: rows.map((row, index) => {
        const spec = roster[index]!;
        return { ...row, title: plannerOf(spec).title, runs: runsInOrder(byName.get(row.name) ?? []) };
      }),
    },
  };
}

function runsInOrder(runs: readonly SeedRun[]): readonly SeedRun[] {
  return runs.toSorted((a, b) => a.seed - b.seed);
}

/** `least`: what no policy can be below, cents a year. */
function goalsOf(rows: readonly StudyRow[], least: number): readonly SimulationGoal[] {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const [product, nobody] = [byName.get('product'), byName.get('nobody')];
  const rowsOf = (planners: readonly { readonly name: string }[]) =>
    planners.flatMap(({ name }) => byName.get(name) ?? []);
  const simple = rowsOf(SIMPLE_PLANNERS);
  const [best, dutiful] = [leastOf(simple), leastOf(rowsOf(DUTIFUL_PLANNERS))];
  if (product === undefined || nobody === undefined || best === undefined || dutiful === undefined) return [];
  const partOf = (row: StudyRow, of = product) =>
    (row.expectedLoss - of.expectedLoss) / Math.max(1, row.expectedLoss - least);
  const free = byName.get('undutiful');
  const alike =
    free === undefined ? '' : ` Without these duties, as ${best.name} is, it gets ${share(partOf(best, free))}.`;
  const averted = (loss: number) => share((nobody.expectedLoss - loss) / Math.max(1, nobody.expectedLoss));
  const others = [
    ...simple,
    ...(byName.get(WHITTLE_PLANNER.name) === undefined ? [] : [byName.get(WHITTLE_PLANNER.name)!]),
  ];
  const worse = others.filter((row) => row.quarterCvar <= product.quarterCvar).map(({ name }) => name);
  return [
    {
      title: `Expected loss ${share(GOAL)} of the avoidable part below the best policy that optimises nothing`,
      reached: partOf(best) >= GOAL,
      text: `Of what is lost where nobody acts, ${best.name} averts ${averted(best.expectedLoss)} and the product ${averted(product.expectedLoss)}; with the same people, hours, calendars and caps no policy averts more than ${averted(least)}. Avoidable is what ${best.name} loses above that bound; the product gets ${share(partOf(best))} of it. ${best.name} asks nobody and lets people wait ${best.longestPassedOver} mornings; of those that keep the duties of the product ${dutiful.name} loses least, and the product gets ${share(partOf(dutiful))} of what that loses above the bound.${alike}`,
    },
    {
      title: 'Mean of the worst twentieth of quarters below that of every other policy',
      reached: worse.length === 0,
      text: worse.length === 0 ? 'Below all of them.' : `Not below ${worse.join(', ')}.`,
    },
    {
      title: 'No condition broken',
      reached: product.breaches === 0,
      text: `${product.breaches} breaches in ${product.years.toFixed(1)} portfolio-years${product.breaches > 0 ? `: ${product.brokenConditions.join(', ')}` : `; at 95% confidence fewer than ${mostBreaches(product.years)} a year (rule of three)`}.`,
    },
  ];
}

function leastOf(rows: readonly StudyRow[]): StudyRow | undefined {
  return rows.toSorted((a, b) => a.expectedLoss - b.expectedLoss)[0];
}

function share(value: number): string {
  return percent(value);
}

/** The comparison as lines of a terminal, amounts in whole units. */
export function studyLines({ rows, days, goals }: Study): readonly string[] {
  const worlds = rows[0]?.worlds ?? 0;
  if (days < QUARTER_DAYS)
    return [
      `${plain(count(worlds, 'world'))} of ${plain(count(days, 'day'))}: too short to compare policies, losses are counted at the end of a quarter. Give --days ${QUARTER_DAYS} or more.`,
    ];
  const cell = (value: number | string, width = 10) => String(value).padStart(width);
  const line = (row: StudyRow) =>
    [
      row.name.padEnd(20),
      cell(Math.round(row.expectedLoss / 100)),
      cell(Math.round(row.quarterCvar / 100)),
      cell(Math.round(row.contacts)),
      cell(row.optOuts.toFixed(1)),
      cell(row.worstParity.toFixed(2), 8),
      cell(row.longestPassedOver, 8),
      cell(percent(row.utilisation, 0), 8),
      cell(percent(row.movedShare, 1), 8),
      cell(Math.round(row.gated), 8),
      `  ${row.brokenConditions.join(', ') || 'none'}`,
    ].join('');
  const head = ['policy'.padEnd(20), cell('exp. loss'), cell('bad qu.'), cell('contacts'), cell('objected')];
  return [
    `${plain(count(worlds, 'world'))}, ${(rows[0]?.years ?? 0).toFixed(1)} years each policy; a year, EUR`,
    [...head, cell('parity', 8), cell('wait', 8), cell('used', 8), cell('moved', 8), cell('asked', 8), '  broken'].join(
      '',
    ),
    ...rows.map(line),
    '',
    ...goals.map(({ title, reached, text }) => `${reached ? 'reached    ' : 'not reached'}  ${title}. ${text}`),
  ];
}

/** A terminal breaks where it likes. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
