import type { PolicyChange } from '../../model/promotion.ts';
import type { SuiteCheck, SuiteResult } from '../../model/suite.ts';
import type { WatchedMeasure } from '../../model/watch.ts';
import { percent } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { checkTitle } from './check-words.ts';
import { differenceWords, measureTitle } from './measure-words.ts';
import { measuredChecks, type ProposalView, partTitle } from './proposal-view.ts';
import { stay } from './stay.ts';
import { valueMeaning, valueShown } from './value-words.ts';

const VERDICT = { pass: 'pass', fail: 'fail', 'not-enough-evidence': 'not enough evidence' } as const;

/** When a page is read: before anything changed, after, or of a candidate that did not come or did not stay. */
export type Tense = 'to-come' | 'so' | 'taken-back' | 'never';

const CHANGES: Readonly<Record<Tense, { readonly title: string; readonly before: string; readonly after: string }>> = {
  'to-come': { title: 'What would change', before: 'Now', after: 'Then' },
  so: { title: 'What changed', before: 'Before', after: 'Now' },
  'taken-back': { title: 'What was changed, and taken back', before: 'Before', after: 'For a while' },
  never: { title: 'What would have changed', before: 'In force', after: 'Proposed' },
};

/** Every value the candidate changes, in its policies and beside them. */
export function changedSection({ proposal }: ProposalView, tense: Tense = 'to-come'): Html {
  const { parts, beside } = proposal;
  return html`<section aria-labelledby="changes-title"><h2 id="changes-title">${CHANGES[tense].title}</h2>
${parts.map(({ part, changes }) => html`<h3>In ${partTitle(part)}</h3>${changesTable(changes, tense)}`)}
${beside.length > 0 && html`<h3>For everybody, beside the policies</h3>${changesTable(beside, tense)}<p class="soft small">No simulated world can try this: it is shown, and yours to judge.</p>`}</section>`;
}

function changesTable(changes: readonly PolicyChange[], tense: Tense): Html {
  const { before, after } = CHANGES[tense];
  return html`<div class="card"><table class="stack"><thead><tr>
<th scope="col">Value</th><th scope="col">${before}</th><th scope="col">${after}</th></tr></thead><tbody>
${changes.map(({ path, from, to }) => {
  const meaning = valueMeaning(path);
  const place = html`<code>${path}</code>`;
  return html`<tr><th scope="row" class="wide">${meaning === undefined ? place : html`${meaning}<br><span class="soft small">${place}</span>`}</th><td class="wide"><span class="soft small">${before.toLowerCase()}</span> ${valueShown(path, from)}</td><td class="wide"><span class="soft small">${after.toLowerCase()}</span> <strong>${valueShown(path, to)}</strong></td></tr>`;
})}
</tbody></table></div>`;
}

/** The nearest thing to a reason against: the measure that came closest to its limit. */
export function againstSection(view: ProposalView): Html {
  const [closest] = measuredChecks(view);
  return html`<section aria-labelledby="against-title"><div class="note warn"><p class="small strong" id="against-title">The strongest reason against</p>
${
  closest === undefined
    ? html`<h2>No simulated world says anything about it</h2><p>Whether it is right, nothing here has tried.</p>`
    : html`<h2>${measureTitle(closest.check.name)}: it could be ${differenceWords(closest.check.name, closest.high)}</h2>
<p>Of everything measured this came closest to its limit, ${differenceWords(closest.check.name, closest.tolerance)}: the mean was ${differenceWords(closest.check.name, closest.mean)}. Simulated worlds are a model: they show how policies compare, and not what customers will do.</p>`
}</div></section>`;
}

/** Verdict and checks of every suite; what did not pass stands open. */
export function suitesSection(view: ProposalView): Html | false {
  if (view.results.length === 0) return false;
  return html`<section aria-labelledby="suites-title"><h2 id="suites-title">How it was tried</h2>
${view.results.map(
  ({
    part,
    result,
  }) => html`<details${result.verdict === 'pass' ? '' : html` open`}><summary><span class="row"><span class="title">${SUITE[result.suite]}</span>
<span class="end">${partTitle(part)}: <span class="chip ${result.verdict === 'pass' ? 'calm' : 'warn'}">${VERDICT[result.verdict]}</span></span></span></summary>
<div class="body"><table class="stack"><thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">What was found</th></tr></thead><tbody>
${worstFirst(result.checks).map(checkRow)}</tbody></table></div></details>`,
)}</section>`;
}

const SUITE: Readonly<Record<SuiteResult['suite'], string>> = {
  unit: 'Its values keep the guardrails',
  integration: 'It plans the newest portfolio, and the plan is proven sound',
  simulation: 'It lived through simulated worlds beside the policy in force',
  regression: 'It does no worse in the worlds recorded before',
};

function worstFirst(checks: readonly SuiteCheck[]): readonly SuiteCheck[] {
  const order = { fail: 0, 'not-enough-evidence': 1, pass: 2 } as const;
  return checks.toSorted((a, b) => order[a.verdict] - order[b.verdict]);
}

function checkRow({ name, verdict, text }: SuiteCheck): Html {
  return html`<tr><th scope="row" class="wide">${checkTitle(name)}<br><code class="soft small">${name}</code></th><td><span class="chip ${verdict === 'pass' ? 'calm' : 'warn'}">${VERDICT[verdict]}</span></td><td class="wide">${text}</td></tr>`;
}

const SPREADS: Readonly<Record<Tense, string>> = {
  'to-come': 'How it would spread',
  so: 'How it spreads',
  'taken-back': 'How it was to spread',
  never: 'How it would have spread',
};

/** How it would spread, and what takes it back. */
export function stagesSection({ proposal: { terms, parts } }: ProposalView, tense: Tense = 'to-come'): Html {
  const { minutes, canaryShare, requires, patienceMinutes } = terms;
  if (parts.length === 0)
    return html`<section aria-labelledby="stages-title"><h2 id="stages-title">How it would come into force</h2>
<p>For everybody at once, while an alarm watches runs that fail; nobody is on trial, since no policy changes. One request takes it back (a rollback).</p></section>`;
  return html`<section aria-labelledby="stages-title"><h2 id="stages-title">${SPREADS[tense]}</h2><ol class="items">
<li><strong>Shadow</strong>, ${stay(minutes.shadow)}: plans are made by it, and published to nobody.</li>
<li><strong>Canary</strong>, ${stay(minutes.canary)}: published for ${percent(canaryShare)} of the accounts.</li>
<li><strong>All</strong>, ${stay(minutes.all)}; then it is the stable policy, which every later one is compared with.</li></ol>
<p>The monitor looks all the while.${requires.length > 0 && ` ${sentence(requires.map((name) => WATCHED[name]).join(', '))} must be known and in order before a stage is through.`} Anything out of order takes it back at once; so does what is still not known after ${stay(patienceMinutes).replace('at least ', '')}.</p></section>`;
}

const WATCHED: Readonly<Record<WatchedMeasure['measure'], string>> = {
  'failure-share': 'the share of runs that fail',
  'no-show-excess': 'no-shows beyond what was forecast',
  'opt-out-share': 'the share of customers who object',
  'loss-drift': 'how far losses are from their forecast',
  'no-show-drift': 'how far no-shows are from their forecast',
};

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
