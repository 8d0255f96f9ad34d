import { epochMinutes } from '../../calendar/minute.ts';
import type { AdverseEffect } from '../../policy/adverse.ts';
import { count, grouped, percent } from '../amount.ts';
import { CAUSES } from '../cause-words.ts';
import type { DecisionBrief, DecisionInput } from '../decision-brief.ts';
import { type Html, html } from '../html.ts';

const LISTED = 12;
const EFFECTS: Readonly<Record<AdverseEffect['kind'], { readonly title: string; readonly text: string }>> = {
  'vulnerable-passed-over': {
    title: 'Vulnerable, passed over',
    text: 'work is waiting, nobody is planned to talk to them',
  },
  'mandatory-dropped': { title: 'Mandatory, not placed', text: 'the portfolio says these must be held' },
  starved: { title: 'Passed over again', text: 'no meeting in several runs in a row' },
};
const KINDS: readonly AdverseEffect['kind'][] = ['vulnerable-passed-over', 'mandatory-dropped', 'starved'];

/** Who is affected: those who are called, those who are not, and those to whom that does harm. */
export function affectedSection(input: DecisionInput, { view, changes }: DecisionBrief): Html {
  const called = new Set(changes.added.filter((meeting) => !meeting.pinned).map((meeting) => meeting.account));
  const vulnerable = [...called].filter((id) => view.accounts.get(id)?.contact.vulnerable === true).length;
  const soon = epochMinutes(view.portfolio.asOf) + 1440;
  const tomorrow = changes.added.filter((meeting) => epochMinutes(meeting.start) < soon).length;
  const promised = view.assignmentsOfAccount.size - called.size;
  return html`<section aria-labelledby="affected-title"><h2 id="affected-title">Who is affected</h2>
<p>${count(called.size, 'account')} ${called.size === 1 ? 'gets' : 'get'} a new meeting (${percent(input.impact.contactedShare)} of all accounts), ${
    vulnerable === 0 ? 'none of them vulnerable' : `${grouped(vulnerable)} of them vulnerable`
  }.${promised > 0 && ` ${count(promised, 'more account')} in the plan ${promised === 1 ? 'keeps' : 'keep'} only what ${promised === 1 ? 'it was' : 'they were'} promised before.`}${tomorrow > 0 && ` ${count(tomorrow, 'new meeting')} within a day.`}
By the policy, that is a plan of <strong>${input.impact.impact}</strong> impact.</p>
${
  input.adverse.length === 0
    ? html`<p class="soft">No vulnerable account is passed over, no mandatory engagement dropped, nobody passed over run after run.</p>`
    : KINDS.map((kind) => effect(kind, input, view))
}</section>`;
}

function effect(kind: AdverseEffect['kind'], input: DecisionInput, view: DecisionBrief['view']): Html | null {
  const subjects = input.adverse.filter((entry) => entry.kind === kind).map((entry) => entry.subject);
  if (subjects.length === 0) return null;
  const causes = new Map(
    view.unscheduled.map((item) => [
      kind === 'mandatory-dropped' ? `${item.engagement}` : `${item.account}`,
      item.cause,
    ]),
  );
  return html`<details open><summary><span class="row"><span class="title">${EFFECTS[kind].title}</span><span class="soft">${EFFECTS[kind].text}</span>
<span class="end">${grouped(subjects.length)}</span></span></summary><div class="body"><ul class="plain small">
${subjects.slice(0, LISTED).map((subject) => {
  const cause = causes.get(subject);
  return html`<li><strong>${subject}</strong>${cause && html` <span class="soft">· ${CAUSES[cause].title.toLowerCase()}</span>`}</li>`;
})}
</ul>${subjects.length > LISTED && html`<p class="soft small">${grouped(subjects.length - LISTED)} more, not listed here.</p>`}</div></details>`;
}
