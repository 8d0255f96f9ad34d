import type { SeedRun } from '../model/simulation.ts';
import type { SuiteCheck, SuiteResult } from '../model/suite.ts';
import { count, money, percent, shortAmount } from './amount.ts';
import { frontierChart } from './chart/frontier.ts';
import { lineChart } from './chart/lines.ts';
import { stripChart } from './chart/strips.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';

/** One policy of a comparison; amounts are minor units a year. */
export interface SimulationRow {
  readonly name: string;
  readonly title: string;
  readonly expectedLoss: number;
  readonly quarterCvar: number;
  readonly contacts: number;
  readonly optOuts: number;
  readonly worstParity: number;
  readonly longestPassedOver: number;
  readonly utilisation: number;
  readonly movedShare: number;
  readonly gated: number;
  readonly brokenConditions: readonly string[];
  readonly runs: readonly SeedRun[];
}

/** A sentence about something that was to be reached, and whether it was. */
export interface SimulationGoal {
  readonly title: string;
  readonly reached: boolean;
  readonly text: string;
}

export interface SimulationReport {
  readonly scenario: string;
  readonly currency: string;
  readonly worlds: number;
  readonly days: number;
  /** The policy everything is compared with; one of the rows. */
  readonly subject: string;
  readonly rows: readonly SimulationRow[];
  /** Rows that show what protection and parity cost, `subject` among them. */
  readonly frontier: readonly string[];
  readonly goals: readonly SimulationGoal[];
  readonly suites: readonly SuiteResult[];
}

/** The page of a simulation: figures, distributions, paired differences, frontier, parity over time, verdicts. */
export function simulationReport(report: SimulationReport): string {
  const { scenario, worlds, days, rows } = report;
  return page({
    title: 'Simulation',
    header: html`<p class="kicker">Simulation</p><h1>${rows.length > 1 ? 'Who loses least, and at what price' : 'A policy on trial'}</h1>
<p class="lead">${count(worlds, 'simulated world')} of ${count(days, 'day')}, scenario ${scenario}. Every policy meets the same customers, illnesses and markets.</p>`,
    main: html`${report.suites.map(suiteSection)}${report.goals.length > 0 && goalsSection(report.goals)}${
      rows.length > 1 && [
        tableSection(report),
        distributionSection(report),
        pairedSection(report),
        frontierSection(report),
        paritySection(report),
      ]
    }`,
    footer: html`The simulated world is a model: it shows how policies compare, not what a real year will bring.`,
  });
}

const VERDICT = { pass: 'pass', fail: 'fail', 'not-enough-evidence': 'not enough evidence' } as const;

function suiteSection(result: SuiteResult): Html {
  return html`<section aria-labelledby="suite-${result.suite}"><h2 id="suite-${result.suite}">Suite ${result.suite}: ${VERDICT[result.verdict]}</h2>
<div class="card"><table class="stack"><thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">What was found</th></tr></thead><tbody>
${result.checks.map(checkRow)}</tbody></table></div></section>`;
}

function checkRow({ name, verdict, text }: SuiteCheck): Html {
  const style = verdict === 'pass' ? 'chip calm' : 'chip warn';
  return html`<tr><th scope="row" class="wide">${name}</th><td><span class="${style}">${VERDICT[verdict]}</span></td><td class="wide">${text}</td></tr>`;
}

function goalsSection(goals: readonly SimulationGoal[]): Html {
  return html`<section aria-labelledby="goals"><h2 id="goals">What was to be reached</h2><ul class="plain">
${goals.map(
  ({ title, reached, text }) =>
    html`<li><span class="chip ${reached ? 'calm' : 'warn'}">${reached ? 'reached' : 'not reached'}</span> <strong>${title}.</strong> ${text}</li>`,
)}</ul></section>`;
}

function tableSection({ rows, currency }: SimulationReport): Html {
  return html`<section aria-labelledby="table"><h2 id="table">Policies side by side</h2>
<p class="soft">A year, ${currency}. Bad quarter: the mean of the worst twentieth of all quarters.</p>
<div class="card scroll" tabindex="0" role="region" aria-label="Policies side by side"><table><thead><tr><th scope="col">Policy</th>
${['Expected loss', 'Bad quarter', 'Contacts', 'Objections', 'Parity', 'Longest wait', 'Time used', 'Moved', 'Asked'].map((name) => html`<th scope="col" class="num">${name}</th>`)}
<th scope="col" class="after">Conditions broken</th></tr></thead><tbody>
${rows.map(
  (
    row,
  ) => html`<tr><th scope="row">${row.title}</th><td class="num strong">${shortAmount(row.expectedLoss, currency)}</td>
<td class="num">${shortAmount(row.quarterCvar, currency)}</td><td class="num">${Math.round(row.contacts)}</td><td class="num">${row.optOuts.toFixed(1)}</td>
<td class="num">${row.worstParity.toFixed(2)}</td><td class="num">${row.longestPassedOver}</td><td class="num">${percent(row.utilisation)}</td>
<td class="num">${percent(row.movedShare)}</td><td class="num">${Math.round(row.gated)}</td><td class="after">${row.brokenConditions.length === 0 ? 'none' : html`<span class="error">${row.brokenConditions.join(', ')}</span>`}</td></tr>`,
)}</tbody></table></div></section>`;
}

const lossOf = ({ quarters }: SeedRun): number => quarters.reduce((sum, { expected }) => sum + expected, 0);

function distributionSection({ rows, currency }: SimulationReport): Html {
  const strips = rows.map(({ title, runs }) => ({ label: title, values: runs.map(lossOf) }));
  return html`<section aria-labelledby="spread"><h2 id="spread">Loss, world by world</h2>
<p class="soft">Expected loss of each world, given what happened in it; the mark is the mean.</p>
<div class="card scroll" tabindex="0" role="region" aria-label="Loss by policy">${stripChart('Expected loss by policy and world', strips, currency, 'from-zero')}</div></section>`;
}

function pairedSection({ rows, subject, currency }: SimulationReport): Html {
  const own = new Map(rows.find(({ name }) => name === subject)?.runs.map((run) => [run.seed, lossOf(run)]));
  const strips = rows
    .filter(({ name }) => name !== subject)
    .map(({ title, runs }) => ({
      label: title,
      values: runs.flatMap((run) => {
        const ours = own.get(run.seed);
        return ours === undefined ? [] : [lossOf(run) - ours];
      }),
    }));
  return html`<section aria-labelledby="paired"><h2 id="paired">The difference in the same world</h2>
<p class="soft">How much more each policy loses than ${rows.find(({ name }) => name === subject)?.title ?? subject}; to the left of zero it loses less.</p>
<div class="card scroll" tabindex="0" role="region" aria-label="Paired differences">${stripChart('Loss beyond the subject, by policy and world', strips, currency, 'around-zero')}</div></section>`;
}

function frontierSection({ rows, frontier, currency }: SimulationReport): Html {
  const points = rows
    .filter(({ name }) => frontier.includes(name))
    .map(({ title, expectedLoss, quarterCvar }) => ({ label: title, x: expectedLoss, y: quarterCvar }));
  return html`<section aria-labelledby="frontier"><h2 id="frontier">What protection and parity cost</h2>
<p class="soft">Further left: less is lost on average. Lower: less is lost in a bad quarter.</p>
<div class="card">${frontierChart('Average year against bad quarter', points, currency)}
<ul class="plain small">${points.map((point) => html`<li>${point.label}: ${money(Math.round(point.x), currency)} a year, ${money(Math.round(point.y), currency)} in a bad quarter</li>`)}</ul></div></section>`;
}

function paritySection({ rows, subject }: SimulationReport): Html {
  const lines = rows
    .filter(({ name, contacts }) => name === subject || contacts > 0)
    .map(({ title, name, runs }) => ({ label: title, strong: name === subject, values: parityByQuarter(runs) }));
  return html`<section aria-labelledby="parity"><h2 id="parity">Parity over time</h2>
<p class="soft">Coverage of the worst-served declared group against the best, by quarter, mean of all worlds. The floor is 0.8.</p>
<div class="card">${lineChart('Parity by quarter', lines, 0.8)}</div></section>`;
}

function parityByQuarter(runs: readonly SeedRun[]): readonly number[] {
  const length = Math.max(0, ...runs.map(({ quarters }) => quarters.length));
  return Array.from({ length }, (_, index) => {
    const ratios = runs.flatMap(({ quarters }) => {
      const quarter = quarters[index];
      return quarter === undefined ? [] : [worstRatio(quarter.parity)];
    });
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, ratios.length);
  });
}

function worstRatio(parity: SeedRun['quarters'][number]['parity']): number {
  const coverage = (row: (typeof parity)[number]) => (row.eligible === 0 ? 1 : row.covered / row.eligible);
  const ratios = parity.map((row) => {
    const best = Math.max(...parity.filter(({ group }) => group === row.group).map(coverage));
    return best === 0 ? 1 : coverage(row) / best;
  });
  return Math.min(1, ...ratios);
}
