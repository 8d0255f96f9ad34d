import type { OverallEffect } from '../../model/suite.ts';
import { count } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { intervalChart } from './interval-chart.ts';
import { differenceWords, measureTitle } from './measure-words.ts';
import { type MeasuredCheck, measuredChecks, type ProposalView } from './proposal-view.ts';

/** Whether the candidate is better, in a sentence or two; for page and mail. Nothing where nothing was compared. */
export function effectSentence(view: ProposalView): string {
  return effectSentences(view).join(' ');
}

/** The same, a sentence each: what it is better in, what it is worse in. */
export function effectSentences(view: ProposalView): readonly string[] {
  const measures = measuredChecks(view);
  const found = (effect: 'better' | 'worse') =>
    measures.filter(({ check }) => check.effect === effect).map((measure) => said(measure));
  const [better, worse] = [found('better'), found('worse')];
  const sure = better.length > 0 ? [`Better, at 95% confidence: ${better.join('; ')}.`] : [];
  const price = worse.length > 0 ? [`Worse, at 95% confidence, though within its limit: ${worse.join('; ')}.`] : [];
  switch (overall(view)) {
    case undefined:
      return view.proposal.parts.length === 0
        ? ['It changes no policy, so no simulated world says anything about it: it is yours to judge.']
        : [];
    case 'no-difference':
      return ['No worse than the policy in force, and not known to be better.'];
    case 'better':
      return [...sure, 'Nothing is worse beyond its limit.'];
    case 'mixed':
    case 'worse':
      return [...sure, ...price];
  }
}

/** Every measure beside the policy in force: what was seen, between what it lies at 95 % confidence, what is allowed. */
export function effectSection(view: ProposalView): Html | false {
  const measures = measuredChecks(view);
  if (measures.length === 0) return false;
  const worlds = Math.max(0, ...view.results.map(({ result }) => (result.suite === 'simulation' ? result.sample : 0)));
  return html`<section aria-labelledby="effect-title"><h2 id="effect-title">Is it better than the policy in force?</h2>
<p class="soft small">Both policies lived through the same ${count(worlds, 'simulated world')} of ${count(view.proposal.terms.days, 'day')}. The range holds for all measures at once with 95% confidence.</p>
<div class="card">${intervalChart(measures)}</div>
<div class="card"><table class="stack" aria-labelledby="effect-title"><thead><tr><th scope="col">Measure</th><th scope="col">Finding</th><th scope="col">Seen</th><th scope="col">How sure, and what is allowed</th></tr></thead><tbody>
${measures.map(row)}</tbody></table></div></section>`;
}

function row({ check, mean, low, high, tolerance }: MeasuredCheck): Html {
  const { name, effect, verdict } = check;
  const chip = verdict === 'fail' ? 'beyond its limit' : verdict === 'pass' ? FINDING[effect ?? 'open'] : 'not known';
  const calm = verdict === 'pass' && effect !== 'worse';
  return html`<tr><th scope="row" class="wide">${measureTitle(name)}</th>
<td><span class="chip ${calm ? 'calm' : 'warn'}">${chip}</span></td><td>${differenceWords(name, mean)}</td>
<td class="wide">Between ${differenceWords(name, low)} and ${differenceWords(name, high)} at 95% confidence; up to ${differenceWords(name, tolerance)} is allowed</td></tr>`;
}

const FINDING = { better: 'better', worse: 'worse, within limit', open: 'no worse' } as const;

function said({ check: { name }, mean, low, high }: MeasuredCheck): string {
  const [near, far] = high < 0 ? [high, low] : [low, high];
  const range = `between ${differenceWords(name, near)} and ${differenceWords(name, far)}`;
  return `${measureTitle(name).toLowerCase()}, ${differenceWords(name, mean)} (${range})`;
}

function overall({ proposal }: ProposalView): OverallEffect | undefined {
  const effects = proposal.suites.flatMap(({ effect }) => effect ?? []);
  if (effects.length === 0) return undefined;
  if (effects.includes('mixed') || (effects.includes('better') && effects.includes('worse'))) return 'mixed';
  if (effects.includes('worse')) return 'worse';
  return effects.includes('better') ? 'better' : 'no-difference';
}
