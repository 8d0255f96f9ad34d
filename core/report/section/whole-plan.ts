import type { Assignment, Unscheduled } from '../../model/plan.ts';
import { count, duration, grouped, money, shortAmount } from '../amount.ts';
import { CAUSE_ORDER, CAUSES } from '../cause-words.ts';
import { changeText } from '../change-words.ts';
import type { DecisionBrief, DecisionInput } from '../decision-brief.ts';
import { type Html, html, isolated, joined } from '../html.ts';
import { zonedTime, zoneName } from '../local-time.ts';
import { byNumberedText, byText, type PlanView } from '../plan-view.ts';
import { leftOutReasons } from '../reason-texts.ts';

/** The page is kept with every decision, so it stays below some 200 kB however large the plan is. */
const MEETINGS = 500;
const LEFT_OUT = 200;
/** Longest list of reps. */
const REPS = 60;

/** Everything an approver may want to look up before deciding: each meeting by rep, and each conversation left out with why. */
export function wholePlanSection(input: DecisionInput, { view, changes }: DecisionBrief): Html {
  const fresh = new Set<string>(changes.added.map(({ engagement }) => engagement));
  const moved = new Set<string>(changes.moved.map(({ to }) => to.engagement));
  const listed = new Set<Assignment>(byValue(view.plan.assignments).slice(0, MEETINGS));
  const reps = [...view.assignmentsOfRep].sort(([a], [b]) => byNumberedText(a, b));
  const tag = ({ engagement }: Assignment) =>
    fresh.has(engagement) ? '' : moved.has(engagement) ? ', moved' : ', as published';
  const more = reps.length > REPS || view.plan.assignments.length > MEETINGS || view.unscheduled.length > LEFT_OUT;
  return html`<section id="whole-plan" aria-labelledby="whole-plan-title"><h2 id="whole-plan-title">The whole plan</h2>
<p>Every meeting by rep, in the time of the rep, with what it protects.</p>
${reps.slice(0, REPS).map(([rep, meetings]) => ofRep(view, rep, meetings, listed, tag))}
${leftOut(view)}
${
  more &&
  html`<p class="soft small">The plan is larger than this page: the rest is where this page is, for a program that asks for
application/json, and at <span class="digest">/v1/runs/${input.run.id}/plan</span> for whoever holds a token of the tenant.</p>`
}</section>`;
}

function ofRep(
  view: PlanView,
  rep: string,
  meetings: readonly Assignment[],
  listed: ReadonlySet<Assignment>,
  tag: (meeting: Assignment) => string,
): Html {
  const zone = view.reps.get(rep)?.timeZone ?? 'UTC';
  const value = meetings.reduce((sum, meeting) => sum + meeting.value, 0);
  const shown = meetings.filter((meeting) => listed.has(meeting));
  return html`<details><summary><span class="row"><span class="title">${rep}</span><span class="soft">${zoneName(zone)}</span>
<span class="end">${count(meetings.length, 'meeting')} <span class="soft">· ${money(value, view.currency)}</span></span></span></summary>
<div class="body"><ul class="plain small">${shown.map((meeting) => {
    const kind = view.engagements.get(meeting.engagement)?.kind;
    return html`<li>${zonedTime(meeting.start, zone, zone)}: <strong>${meeting.account}</strong>${kind !== undefined && [', ', isolated(kind)]}, ${duration(meeting.minutes)}, ${view.currency} ${shortAmount(meeting.value, view.currency)}${tag(meeting)}</li>`;
  })}</ul>${shown.length < meetings.length && html`<p class="soft small">${count(meetings.length - shown.length, 'more meeting')} that ${meetings.length - shown.length === 1 ? 'protects' : 'protect'} less.</p>`}</div></details>`;
}

function leftOut(view: PlanView): Html | false {
  if (view.unscheduled.length === 0) return false;
  const first = view.unscheduled.toSorted(
    (a, b) => Number(b.mandatory) - Number(a.mandatory) || byNumberedText(a.engagement, b.engagement),
  );
  const listed = new Set<Unscheduled>(first.slice(0, LEFT_OUT));
  const groups = Map.groupBy(first, ({ cause }) => cause);
  return html`<h3 id="left-out">Left out, and why</h3>
${CAUSE_ORDER.flatMap((cause) => {
  const items = groups.get(cause) ?? [];
  if (items.length === 0) return [];
  const shown = items.filter((item) => listed.has(item));
  return html`<details><summary><span class="row"><span class="title">${CAUSES[cause].title}</span><span class="soft">${CAUSES[cause].text}</span>
<span class="end">${grouped(items.length)}</span></span></summary><div class="body"><ul class="plain small">
${shown.map((item) => whyLeftOut(item, view.currency))}</ul>${shown.length < items.length && html`<p class="soft small">${grouped(items.length - shown.length)} more.</p>`}</div></details>`;
})}`;
}

function whyLeftOut(item: Unscheduled, currency: string): Html {
  const texts = leftOutReasons(item, currency);
  return html`<li><strong>${item.account}</strong>, ${item.engagement}${item.mandatory && html` <span class="chip warn">mandatory</span>`}: ${changeText(item.cheapestChange, currency)}
${texts.length > 0 && html`<br><span class="soft">${joined(texts, '; ')}</span>`}</li>`;
}

function byValue(assignments: readonly Assignment[]): readonly Assignment[] {
  return assignments.toSorted((a, b) => b.value - a.value || byText(a.engagement, b.engagement));
}
