import type { FollowUp } from '../../model/run.ts';
import { grouped, money } from '../amount.ts';
import { type Html, html } from '../html.ts';

const LISTED = 6;

const KINDS: Readonly<Record<FollowUp['kind'], string>> = {
  'mandatory-unplaced': 'Mandatory, without a place',
  parity: 'Below the coverage floor',
  'unresolved-risk': 'At risk, without a touch',
  'pending-approval': 'Waiting for a decision',
  'data-quality': 'Data to look at',
  optimisation: 'Room for a better plan',
  incident: 'After an incident',
};

/** What stays to be done, by kind, as it is queued for people. */
export function nextSection(followUps: readonly FollowUp[], currency: string): Html | null {
  if (followUps.length === 0) return null;
  const groups = [...Map.groupBy(followUps, (followUp) => followUp.kind)];
  return html`<section id="next" aria-labelledby="next-title">
<h2 id="next-title">What stays to be done</h2>
<p class="lead">Queued as follow-ups when the run hands over.</p>
${groups.map(
  ([
    kind,
    list,
  ]) => html`<details><summary><span class="row"><span class="title">${KINDS[kind]}</span><span class="end">${grouped(list.length)}</span></span></summary>
<div class="body"><ul class="plain">${list
    .slice(0, LISTED)
    .map(
      (followUp) =>
        html`<li><strong><bdi>${followUp.subject}</bdi></strong>${
          followUp.value !== undefined && html` <span class="soft">· ${money(followUp.value, currency)} at stake</span>`
        }<br><span class="soft small">${followUp.text}</span></li>`,
    )}</ul>${list.length > LISTED && html`<p class="soft small">${grouped(list.length - LISTED)} more are queued.</p>`}</div></details>`,
)}
</section>`;
}
