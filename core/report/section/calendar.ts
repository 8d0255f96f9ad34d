import type { Assignment } from '../../model/plan.ts';
import type { Rep } from '../../model/portfolio.ts';
import { count, duration, grouped, percent, shortAmount } from '../amount.ts';
import { repCalendar } from '../chart/rep-calendar.ts';
import { type Html, html, isolated, joined } from '../html.ts';
import { clock, datesOf, localTime, shortDate, zoneName } from '../local-time.ts';
import { byNumberedText, byText, type PlanView } from '../plan-view.ts';
import { meetingReasons, type ReasonSource, reasonSource } from '../reason-texts.ts';

/** A page stays readable and under about a megabyte: what is beyond is counted, and stands in the feeds and the plan. */
const DRAWN_REPS = 24;
const OPEN_REPS = 2;
const LISTED_MEETINGS = 60;

/** Who talks to whom, when: one calendar per rep in the rep's own time, and the meetings as a list with their reasons. */
export function calendarSection(view: PlanView): Html {
  const dates = datesOf(view.portfolio.horizon);
  const reps = view.portfolio.reps.toSorted((a, b) => byText(a.team, b.team) || byNumberedText(a.id, b.id));
  const source = reasonSource(view);
  const hidden = reps.slice(DRAWN_REPS);
  const unseen = hidden.reduce((sum, rep) => sum + (view.assignmentsOfRep.get(rep.id)?.length ?? 0), 0);
  return html`<section id="calendar" aria-labelledby="calendar-title">
<h2 id="calendar-title">Who talks to whom, when</h2>
<p class="lead">Each calendar is in the rep’s own time; where another rep’s time is named, its place stands beside it.</p>
<ul class="legend">
<li>${swatch('meeting')}meeting</li><li>${swatch('pinned')}pinned: agreed before</li>
<li>${swatch('busy')}busy</li><li>${swatch('away s-line')}off hours or leave</li></ul>
${reps.slice(0, DRAWN_REPS).map((rep, index) => repDetails(view, source, rep, dates, index < OPEN_REPS))}
${hidden.length > 0 && html`<p class="soft">${count(hidden.length, 'more rep')} with ${count(unseen, 'meeting')}: see their calendar feeds or the plan itself.</p>`}
${reps.length === 0 && html`<p>The portfolio has no reps.</p>`}
</section>`;
}

function repDetails(view: PlanView, source: ReasonSource, rep: Rep, dates: readonly string[], open: boolean): Html {
  const meetings = view.assignmentsOfRep.get(rep.id) ?? [];
  const load = view.plan.load.find((entry) => entry.rep === rep.id);
  const share = load && load.capMinutes > 0 ? load.plannedMinutes / load.capMinutes : 0;
  return html`<details${open ? ' open' : ''}>
<summary><span class="row"><span class="title">${rep.id}</span><span class="soft">${isolated(rep.team)} · ${rep.timeZone.replaceAll('_', ' ')}</span>
<span class="end">${count(meetings.length, 'meeting')} <span class="soft">· ${percent(share, 0)} of daily limits</span></span></span></summary>
<div class="body">
<div class="scroll" tabindex="0" role="region" aria-label="Calendar of ${rep.id}">${repCalendar(rep, dates, meetings)}</div>
${meetings.length > 0 && meetingTable(view, source, rep, meetings)}
</div></details>`;
}

function meetingTable(view: PlanView, source: ReasonSource, rep: Rep, meetings: readonly Assignment[]): Html {
  const rest = meetings.length - LISTED_MEETINGS;
  return html`<details><summary><span class="title">The meetings of ${rep.id} as a list, with reasons</span></summary>
<div class="body"><table class="stack"><thead><tr><th scope="col">When (${zoneName(rep.timeZone)})</th><th scope="col">Account</th><th scope="col">Why</th>
<th scope="col" class="num">Protected value, ${view.currency}</th></tr></thead><tbody>
${meetings.slice(0, LISTED_MEETINGS).map((meeting) => meetingRow(view, source, rep, meeting))}
</tbody></table>${rest > 0 && html`<p class="soft">${grouped(rest)} more in the feed of ${rep.id}.</p>`}</div></details>`;
}

function meetingRow(view: PlanView, source: ReasonSource, rep: Rep, meeting: Assignment): Html {
  const at = localTime(meeting.start, rep.timeZone);
  const engagement = view.engagements.get(meeting.engagement);
  const reasons = meetingReasons(source, meeting, rep.timeZone);
  return html`<tr><td>${shortDate(at.date)}, ${clock(at.minute)}<br><span class="soft small">${duration(meeting.minutes)}${
    engagement && [' · ', isolated(engagement.kind), ` · ${engagement.channel}`]
  }</span></td><th scope="row">${meeting.account}</th><td class="wide soft">${joined(reasons, '; ')}</td>
<td class="num wide"><span class="phone">protected value ${view.currency} </span>${shortAmount(meeting.value, view.currency)}</td></tr>`;
}

function swatch(mark: string): Html {
  return html`<svg width="16" height="14" viewBox="0 0 16 14" aria-hidden="true"><rect x="1" y="1" width="14" height="12" rx="3" class="${mark}"/></svg>`;
}
