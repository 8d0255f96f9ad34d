import type { Run } from '../model/run.ts';
import { count, grouped } from './amount.ts';
import { type Html, html, isolated } from './html.ts';
import { utcTime } from './local-time.ts';

/** What a run made. Only what is there: a link that leads nowhere is no help. */
export function runDocuments(run: Run): Html {
  const parts = [
    ['report', 'Outcome report', run.reportDigest],
    ['incident', 'Incident', run.incidentDigest],
    ['plan', 'Plan (JSON)', run.planDigest],
    ['scorecard', 'Scorecard (JSON)', run.scorecardDigest],
    ['follow-ups', 'What stays to be done (JSON)', run.followUpsDigest],
    ['trace', 'Trace (JSON)', run.traceHead],
    ['decisions', 'Decisions with their reasons (JSON)', run.planDigest],
  ] as const;
  const there = parts.filter(([, , digest]) => digest !== undefined);
  return html`<section aria-labelledby="made-title"><h2 id="made-title">What it made</h2>
${
  there.length === 0
    ? html`<p>Nothing.</p>`
    : html`<ul class="items">${there.map(([part, label]) => html`<li><a href="/v1/runs/${run.id}/${part}">${label}</a></li>`)}</ul>`
}</section>`;
}

/** By what it can be checked, and what it used. */
export function runEvidence(run: Run): Html {
  const { used } = run;
  return html`<section aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2>
<dl class="pairs"><dt>Run</dt><dd class="digest">${run.id}</dd><dt>Asked for</dt><dd>${utcTime(run.requestedAt)}, by ${isolated(run.author)}</dd>
${run.endedAt !== undefined && html`<dt>Ended</dt><dd>${utcTime(run.endedAt)}</dd>`}
<dt>Portfolio</dt><dd class="digest">${run.portfolioDigest}</dd>
${used !== undefined && html`<dt>Used</dt><dd>${used.work.toFixed(2)} million evaluations, ${count(Math.ceil(used.writes), 'write unit')}, ${cost(used.microDollars)}</dd>`}
<dt>Trace</dt><dd>${grouped(run.traceEntries ?? 0)} entries, head <span class="digest">${run.traceHead ?? 'none'}</span></dd></dl></section>`;
}

function cost(microDollars: number): string {
  return microDollars < 10_000 ? 'less than USD 0.01' : `about USD ${(microDollars / 1e6).toFixed(2)}`;
}
