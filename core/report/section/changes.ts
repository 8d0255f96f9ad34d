import type { Assignment, Commitment } from '../../model/plan.ts';
import { count, grouped, shortAmount } from '../amount.ts';
import type { DecisionBrief } from '../decision-brief.ts';
import { type Html, html } from '../html.ts';
import { zonedTime } from '../local-time.ts';
import { byText, type PlanView } from '../plan-view.ts';

/** Promises that would be broken are all told, as far as a page can; of what is new, what protects most. */
const LISTED = 20;
const PROMISES = 200;

/** What the plan changes against what is published and still to come: moved and cancelled first, they are promises. */
export function changesSection({ view, changes }: DecisionBrief): Html {
  const { added, moved, cancelled, kept } = changes;
  const agreed = added.filter(({ pinned }) => pinned).length;
  const largest = added.toSorted((a, b) => b.value - a.value || byText(a.engagement, b.engagement));
  return html`<section aria-labelledby="changes-title"><h2 id="changes-title">What changes</h2>
<p>${kept.length + moved.length + cancelled.length === 0 ? 'Nothing that is still to come is published, so every meeting is new.' : `${count(kept.length, 'published meeting')} ${kept.length === 1 ? 'stays' : 'stay'} as ${kept.length === 1 ? 'it is' : 'they are'}.`}${agreed > 0 && ` ${grouped(agreed)} of the added ${agreed === 1 ? 'was' : 'were'} agreed with the customer before, and ${agreed === 1 ? 'is' : 'are'} kept as agreed.`}</p>
${list(
  'Moved',
  moved.length,
  moved
    .slice(0, PROMISES)
    .map(({ from, to }) => html`<li>${to.account}: ${place(view, from)} → <strong>${place(view, to)}</strong></li>`),
)}
${list(
  'Cancelled',
  cancelled.length,
  cancelled
    .slice(0, PROMISES)
    .map(
      (commitment) =>
        html`<li>${view.engagements.get(commitment.engagement)?.account ?? commitment.engagement}: ${place(view, commitment)}</li>`,
    ),
)}
${list(
  'Added',
  added.length,
  largest
    .slice(0, LISTED)
    .map(
      (meeting) =>
        html`<li>${meeting.account}: ${place(view, meeting)}, protects ${view.currency} ${shortAmount(meeting.value, view.currency)}</li>`,
    ),
)}
</section>`;
}

function list(title: string, total: number, items: readonly Html[]): Html | null {
  if (total === 0) return null;
  return html`<details><summary><span class="row"><span class="title">${title}</span><span class="end">${grouped(total)}</span></span></summary>
<div class="body"><ul class="plain small">${items}</ul>${total > items.length && html`<p class="soft small">${grouped(total - items.length)} more: <a href="#whole-plan">the whole plan</a>.</p>`}</div></details>`;
}

/** `R-7, Tue 24 Nov, 09:00 (Berlin)` in the rep's own time. */
function place(view: PlanView, { rep, start }: Pick<Assignment | Commitment, 'rep' | 'start'>): string {
  return `${rep}, ${zonedTime(start, view.reps.get(rep)?.timeZone ?? 'UTC')}`;
}
