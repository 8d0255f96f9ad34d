import type { Run } from '../model/run.ts';
import type { TraceEntry } from '../model/trace.ts';
import { grouped } from './amount.ts';
import { type Html, html, isolated } from './html.ts';
import { postureChip } from './posture-chip.ts';
import { stepName } from './step-name.ts';
import { stepReason } from './step-reason.ts';
import { stepSentence } from './step-sentence.ts';

/** What happened, a sentence for each step. */
export function runSteps(run: Run, entries: readonly TraceEntry[]): Html {
  return html`<section aria-labelledby="steps-title"><h2 id="steps-title">Step by step</h2>
${
  entries.length === 0
    ? html`<p>No step was taken.</p>`
    : html`<ul class="plain">${entries.map(
        (entry) => html`<li><strong>${stepName(entry.step)}</strong><br>${isolated(stepSentence(entry, run))}</li>`,
      )}</ul>`
}</section>`;
}

/** Each entry of the chain with its numbers, for engineers. */
export function stepsAsTraced(entries: readonly TraceEntry[]): Html | false {
  if (entries.length === 0) return false;
  return html`<section aria-labelledby="engineers-title"><h2 id="engineers-title">For engineers</h2>
<details><summary><span class="title">The steps as the trace has them</span></summary><div class="body"><ul class="plain">${entries.map(
    ({ step, decision, reasons, posture }) =>
      html`<li><strong>${stepName(step)}</strong>${decision !== posture && `: ${decision.replaceAll('-', ' ')}`}
${posture !== null && postureChip(posture)}
${reasons.length > 0 && html`<br><span class="soft small">${listed(reasons)}</span>`}</li>`,
  )}</ul><p class="small soft">Money in minor units (cents). θ is the risk aversion the bad case is weighed with.</p></div></details></section>`;
}

/** Most reasons shown of one step; the trace has them all. */
const LISTED = 6;

/** Digests are for machines; the trace has them. */
function listed(reasons: readonly string[]): Html {
  const told = reasons.filter((reason) => !reason.includes('sha256:'));
  const more = told.length - LISTED;
  return html`${told.slice(0, LISTED).map(stepReason).join(' · ')}${more > 0 && ` · ${grouped(more)} more`}`;
}
