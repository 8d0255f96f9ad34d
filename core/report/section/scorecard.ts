import type { Measure, Scorecard } from '../../model/scorecard.ts';
import { duration, money, percent } from '../amount.ts';
import { type Html, html } from '../html.ts';

/** Every measure with its baseline, its target and whether it is met. */
export function scorecardSection(scorecard: Scorecard, currency: string): Html {
  const missed = scorecard.measures.filter((measure) => measure.verdict === 'missed');
  return html`<section id="scorecard" aria-labelledby="scorecard-title">
<h2 id="scorecard-title">Scorecard</h2>
<p class="lead">${missed.length === 0 ? 'Every target that can be measured today is met.' : html`<strong>Missed: ${missed.map((measure) => measure.title.toLowerCase()).join(', ')}.</strong>`}</p>
<div class="card"><table class="stack"><thead><tr><th scope="col">Measure</th><th scope="col" class="num">This plan</th>
<th scope="col" class="num">Without it</th><th scope="col" class="after">Target</th></tr></thead><tbody>
${scorecard.measures.map(
  (
    measure,
  ) => html`<tr><th scope="row" class="wide">${measure.title}</th><td class="num strong first">${shown(measure, measure.value, currency)}</td>
<td class="num soft">${measure.baseline !== null && html`<span class="phone">without: </span>`}${shown(measure, measure.baseline, currency)}</td><td class="wide after">${verdict(measure, currency)}</td></tr>`,
)}
</tbody></table></div></section>`;
}

/** A value of a measure in its unit. */
export function shown(measure: Measure, value: number | null, currency: string): string {
  if (value === null) return '–';
  switch (measure.unit) {
    case 'minor':
      return money(value, currency);
    case 'share':
      return percent(value);
    case 'index':
      return value.toFixed(2);
    case 'days':
      return `${value.toFixed(1)}\u00a0days`;
    case 'minutes':
      return duration(Math.round(value));
    case 'seconds':
      return `${value.toFixed(1)}\u00a0s`;
  }
}

function verdict(measure: Measure, currency: string): Html {
  if (measure.target === null)
    return html`<span class="soft">${measure.verdict === 'not-measured' ? 'not measured yet' : 'no target'}</span>`;
  const target = `${measure.target.bound === 'at-least' ? 'at least' : 'at most'} ${shown(measure, measure.target.value, currency)}`;
  if (measure.verdict === 'missed') return html`<span class="error">missed: ${target}</span>`;
  // What doing nothing would meet as well is a limit, and no merit of the plan.
  if (measure.verdict === 'met') return html`met${metWithout(measure) && ', as without the plan'}: ${target}`;
  return html`<span class="soft">${target}, not measured yet</span>`;
}

function metWithout({ target, baseline }: Measure): boolean {
  if (target === null || baseline === null) return false;
  return target.bound === 'at-least' ? baseline >= target.value : baseline <= target.value;
}
