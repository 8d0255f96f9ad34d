import type { SuiteCheck } from '../../model/suite.ts';
import { count, percent } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { intervalChart } from './interval-chart.ts';
import { measuredChecks, type ProposalView, partTitle } from './proposal-view.ts';

const VERDICT = { pass: 'pass', fail: 'fail', 'not-enough-evidence': 'not enough evidence' } as const;

/** Every value the candidate changes. */
export function changedSection({ proposal }: ProposalView): Html {
  return html`<section aria-labelledby="changes-title"><h2 id="changes-title">What would change</h2>
${proposal.parts.map(
  ({ part, changes }) => html`<h3>${partTitle(part)}</h3><div class="card"><table class="stack"><thead><tr>
<th scope="col">Value</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead><tbody>
${changes.map(({ path, from, to }) => html`<tr><th scope="row" class="wide">${path}</th><td>${from}</td><td><strong>${to}</strong></td></tr>`)}
</tbody></table></div>`,
)}</section>`;
}

/** The nearest thing to a reason against: the measure that came closest to its tolerance. */
export function againstSection(view: ProposalView): Html {
  const [closest] = measuredChecks(view);
  const worlds = Math.max(0, ...view.results.map(({ result }) => (result.suite === 'simulation' ? result.sample : 0)));
  return html`<section aria-labelledby="against-title"><div class="note warn"><p class="small strong" id="against-title">The strongest reason against</p>
${
  closest === undefined
    ? html`<h2>No simulated world says anything about it</h2>`
    : html`<h2>${closest.check.name} came closest to its limit</h2><p>${closest.check.text}</p>`
}<p class="small soft">${count(worlds, 'simulated world')} of ${count(view.proposal.terms.days, 'day')}: a model, which shows how policies compare and not what customers will do.</p></div></section>`;
}

/** Verdict and checks of every suite, with the picture of the measures. */
export function suitesSection(view: ProposalView): Html {
  const measures = measuredChecks(view);
  return html`<section aria-labelledby="suites-title"><h2 id="suites-title">What the suites found</h2>
${measures.length > 0 && html`<div class="card scroll" tabindex="0" role="region" aria-label="Measures against their tolerance">${intervalChart(measures)}</div>`}
${view.results.map(
  (
    { part, result },
    index,
  ) => html`<h3 id="suite-${index}">${result.suite} of ${partTitle(part)}: ${VERDICT[result.verdict]}</h3>
<div class="card"><table class="stack" aria-labelledby="suite-${index}"><thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">What was found</th></tr></thead><tbody>
${result.checks.map(checkRow)}</tbody></table></div>`,
)}</section>`;
}

function checkRow({ name, verdict, text }: SuiteCheck): Html {
  return html`<tr><th scope="row" class="wide">${name}</th><td><span class="chip ${verdict === 'pass' ? 'calm' : 'warn'}">${VERDICT[verdict]}</span></td><td class="wide">${text}</td></tr>`;
}

/** How it would spread, and what takes it back. */
export function stagesSection({ proposal: { terms } }: ProposalView): Html {
  const { minutes, canaryShare, requires, patienceMinutes } = terms;
  return html`<section aria-labelledby="stages-title"><h2 id="stages-title">How it would spread</h2><ol class="items">
<li>Shadow, at least ${count(minutes.shadow, 'minute')}: plans are made by it, and published by nobody.</li>
<li>Canary, at least ${count(minutes.canary, 'minute')}: published for ${percent(canaryShare)} of the accounts.</li>
<li>All, at least ${count(minutes.all, 'minute')}; then it is the stable baseline.</li></ol>
<p>Between them the monitor looks. ${requires.length > 0 && `${requires.join(', ')} must be known and kept. `}A breach takes it back at once; what is still unknown after ${count(patienceMinutes, 'minute')} takes it back too.</p></section>`;
}
