import type { LearnedEstimate, LearningReport } from '../../model/learning.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { count, grouped, percent } from '../amount.ts';
import { reliabilityChart } from '../chart/reliability.ts';
import { type Html, html, isolated } from '../html.ts';

/** How right the forecasts were, and who was reserved to find out; null where there is nothing to say. */
export function learningSection(learning: LearningReport | null, portfolio: Portfolio): Html | null {
  const reserved = portfolio.heldOut ?? [];
  if (learning === null && reserved.length === 0) return null;
  return html`<section id="learning" aria-labelledby="learning-title">
<h2 id="learning-title">What outcomes say</h2>
${reserved.length > 0 && reservedNote(portfolio, reserved.length)}
${learning !== null && calibration(learning)}
${learning !== null && estimates(learning)}
</section>`;
}

function reservedNote({ accounts }: Portfolio, reserved: number): Html {
  return html`<p>${grouped(reserved)} of ${count(accounts.length, 'account')} ${reserved === 1 ? 'is' : 'are'} reserved from this plan by lot until the quarter ends,
so that the effect of meetings can be measured: never vulnerable accounts, mandatory engagements, promised meetings or the accounts with most to lose.
An export of the run names them: portfolio.json, “heldOut”.</p>`;
}

function calibration({ calibration: figures, forecasts }: LearningReport): Html {
  const { resolved, open, lostFromSight } = forecasts;
  const counted = html`<p class="small soft">${count(resolved, 'forecast')} resolved, ${count(open, 'forecast')} whose time is not up, ${count(lostFromSight, 'forecast')} of accounts lost from sight.
Of each account the first forecast of a quarter counts, once its time is up.</p>`;
  if (figures === null) return html`<p>Too few outcomes to judge the forecasts yet.</p>${counted}`;
  return html`<p class="lead">Forecasts were off by ${percent(figures.error)} on average; ${percent(figures.noise)} would be chance alone.</p>
<div class="card"><h3>Forecast and outcome</h3>${reliabilityChart(figures)}
<p class="small soft">Brier score ${figures.brier.toFixed(3)}. On the dashed line a forecast is right.</p>${counted}</div>`;
}

function estimates({ shows, durations, responsiveness }: LearningReport): Html {
  const row = (what: string, { kind, value, low, high, count: observations }: LearnedEstimate) =>
    html`<tr><th scope="row">${isolated(kind)}</th><td>${what}</td><td class="num strong">${percent(value)}</td><td class="num soft">${percent(low)} to ${percent(high)}</td><td class="num soft">${observations}</td></tr>`;
  const rows = [
    ...shows.map((each) => row(`shows up (forecast ${percent(each.forecast)})`, each)),
    ...durations.map((each) => row('minutes, of those planned', each)),
    ...responsiveness.map((each) => row('effect, of that forecast', each)),
  ];
  if (rows.length === 0) return html`<p>No kind of engagement has outcomes to learn from yet.</p>`;
  return html`<details><summary><span class="title">By kind of engagement</span></summary><div class="body">
<table><thead><tr><th scope="col">Kind</th><th scope="col">Measure</th><th scope="col" class="num">Estimate</th><th scope="col" class="num">95% sure</th><th scope="col" class="num">Seen</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
