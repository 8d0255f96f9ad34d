import type { FollowUp } from '../../model/run.ts';
import { grouped, money } from '../amount.ts';
import { type Html, html } from '../html.ts';

const LISTED = 6;

const KINDS: Readonly<Record<FollowUp['kind'], string>> = {
  'mandatory-unplaced': 'Mandatory, without a place',
  parity: 'Below the coverage floor',
  'unresolved-risk': 'At risk, without a meeting',
  'pending-approval': 'Waiting for a decision',
  'data-quality': 'Data to look at',
  optimisation: 'Room for a better plan',
  incident: 'After an incident',
};

/** The same in one line, for the top of the page. */
export function nextLine(followUps: readonly FollowUp[]): Html | null {
  if (followUps.length === 0) return null;
  const groups = [...Map.groupBy(followUps, (followUp) => followUp.kind)].map(([kind, list]) => {
    const named = list.filter(({ subject }) => subject !== 'others').length;
    return `${named < list.length ? 'more than ' : ''}${grouped(named)} ${KINDS[kind].toLowerCase()}`;
  });
  return html`<p class="note"><a href="#next">What stays to be done</a>: ${groups.join('; ')}.</p>`;
}

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
          followUp.value !== undefined &&
          html` <span class="soft">· ${money(followUp.value, currency)} expected loss</span>`
        }<br><span class="soft small">${followUp.text}</span></li>`,
    )}</ul>${list.length > LISTED && html`<p class="soft small">${grouped(list.length - LISTED)} more are queued.</p>`}</div></details>`,
)}
</section>`;
}
