import type { PostureCause } from '../../policy/posture.ts';
import { count, grouped, money, percent } from '../amount.ts';
import type { DecisionBrief, DecisionInput } from '../decision-brief.ts';
import { type Html, html, isolated, joined } from '../html.ts';
import { byText } from '../plan-view.ts';
import { postureChip } from '../posture-chip.ts';
import { POSTURE_FACTS } from '../posture-facts.ts';
import { meetingReasons, reasonSource } from '../reason-texts.ts';

const LISTED = 5;

/** Why this plan: the posture with its causes, and the meetings that protect most with the reasons they carry. */
export function whySection(input: DecisionInput, { view }: DecisionBrief): Html {
  const source = reasonSource(view);
  const best = view.plan.assignments
    .toSorted((a, b) => b.value - a.value || byText(a.engagement, b.engagement))
    .slice(0, LISTED);
  return html`<section aria-labelledby="why-title"><h2 id="why-title">Why</h2>
<p>${postureChip(input.posture.posture)}${
    input.posture.previous !== input.posture.posture &&
    html` <span class="soft">after the run before: ${input.posture.previous}</span>`
  }</p>
${
  input.posture.causes.length === 0
    ? html`<p class="soft">Every sign we watch is below its threshold.</p>`
    : html`<ul class="items">${input.posture.causes.map(
        (cause) =>
          html`<li>${POSTURE_FACTS[cause.fact]}: <strong>${factValue(cause, cause.value)}</strong>; from ${factValue(cause, cause.threshold)} on, that is ${cause.posture}${cause.held && ', and it is not clearly below yet'}</li>`,
      )}</ul>`
}
${
  best.length > 0 &&
  html`<h3>The ${best.length === 1 ? 'meeting that protects' : `${best.length} meetings that protect`} most</h3><ul class="plain">
${best.map((meeting) => {
  const engagement = view.engagements.get(meeting.engagement);
  return html`<li><strong>${meeting.account}</strong> with ${meeting.rep}${engagement && [', ', isolated(engagement.kind)]}: ${money(meeting.value, view.currency)}
<br><span class="soft small">${joined(meetingReasons(source, meeting), '; ')}</span></li>`;
})}</ul>`
}
<p class="small soft">${count(view.plan.unscheduled.length, 'engagement')} of ${grouped(view.portfolio.engagements.length)} ${view.plan.unscheduled.length === 1 ? 'is' : 'are'} left out; <a href="#${view.plan.unscheduled.length > 0 ? 'left-out' : 'whole-plan'}">the whole plan</a> says why, one by one.</p>
</section>`;
}

function factValue(cause: PostureCause, value: number): string {
  return cause.fact === 'failures' ? grouped(value) : percent(value);
}
