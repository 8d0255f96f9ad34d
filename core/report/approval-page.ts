import type { Violation } from '../model/violation.ts';
import { count, grouped, money, percent } from './amount.ts';
import { beforeAndAfterLegend, pairedBars } from './chart/paired-bars.ts';
import { type DecisionBrief, type DecisionInput, decisionBrief, proposal } from './decision-brief.ts';
import { decisionForm, type EnteredDecision, errorSummary } from './decision-form.ts';
import { type Html, html } from './html.ts';
import { dateRange, utcTime, zonedTime } from './local-time.ts';
import { page } from './page.ts';
import { affectedSection } from './section/affected.ts';
import { changesSection } from './section/changes.ts';
import { badCase, badCaseAmount, fall, gapSentence, protectedSentence } from './section/headline.ts';
import { objectedNote } from './section/objected.ts';
import { wholePlanSection } from './section/whole-plan.ts';
import { whySection } from './section/why.ts';

export interface ApprovalInput extends DecisionInput {
  /** Where the form posts to. */
  readonly action: string;
}

/**
 * The page an approver decides on. Showing it changes nothing. No verdict is chosen beforehand, and an approval needs its
 * own tick: nobody approves by accident, nor does a scanner.
 */
export function renderApproval(input: ApprovalInput): string {
  return approvalPage(input);
}

/** The same page after a form that broke the contract: what was wrong first, verdict and reason kept, the tick never. */
export function renderDecisionInvalid(
  input: ApprovalInput & { readonly violations: readonly Violation[]; readonly entered: EnteredDecision },
): string {
  return approvalPage(input, { violations: input.violations, entered: input.entered });
}

function approvalPage(
  input: ApprovalInput,
  returned?: { readonly violations: readonly Violation[]; readonly entered: EnteredDecision },
): string {
  const brief = decisionBrief(input);
  return page({
    title: `${returned ? 'Not sent: ' : ''}Decide on the plan for ${dateRange(brief.view.portfolio.horizon)}`,
    narrow: true,
    skip: { to: 'decide', text: 'Skip to the decision' },
    header: header(input, brief, returned && errorSummary(returned.violations)),
    main: html`${input.objected !== undefined && objectedNote(input.objected)}${against(brief)}${changesSection(brief)}${affectedSection(input, brief)}${whySection(input, brief)}
${riskSection(brief)}${waitingSection(input, brief)}${wholePlanSection(input, brief)}
${decisionForm({ action: input.action, gate: input.gate, ...(returned ?? {}) })}`,
    footer: html`<p>Run <span class="digest">${input.run.id}</span>, asked for by ${input.run.author}. Opening this page changes nothing.
Your decision is recorded with the exact page you saw.</p>`,
  });
}

function header(input: ApprovalInput, brief: DecisionBrief, errors: Html | undefined): Html {
  const { view, changes } = brief;
  const { plan, currency } = view;
  const { meetings, accounts } = proposal(brief);
  const changed = changes.added.length + changes.moved.length + changes.cancelled.length;
  return html`${errors}<p class="kicker">Your decision is needed</p>
<h1>Publish ${count(meetings, 'meeting')} with ${count(accounts, 'account')}?</h1>
<p class="lead">${dateRange(view.portfolio.horizon)}. Open until <strong>${utcTime(input.gate.expiresAt)}</strong>; without a decision nothing is published.</p>
${begunNote(brief)}${firstMeeting(brief)}<p><a href="#decide">Go to the decision</a></p>
<dl class="figures">
<div class="figure main"><dt>Protected value</dt><dd class="big">${money(plan.objective, currency)}</dd>
<dd>${protectedSentence(view)} ${gapSentence(view)}</dd></div>
<div class="figure"><dt>${badCase(view)}</dt><dd class="big">${badCaseAmount(view)}</dd>
<dd>${money(plan.risk.withoutPlan.evar, currency)} without: ${fall(plan.risk.withoutPlan.evar, plan.risk.evar)}</dd></div>
<div class="figure"><dt>Changes to the published plan</dt><dd class="big">${changed === 0 ? 'none' : grouped(changed)}</dd>
<dd>${changes.added.length} added, ${changes.moved.length} moved, ${changes.cancelled.length} cancelled</dd></div>
</dl>`;
}

function against({ against: [strongest, ...others] }: DecisionBrief): Html {
  return html`<section aria-labelledby="against-title"><div class="note warn"><p class="small strong" id="against-title">The strongest reason against</p>
<h2>${strongest.title}</h2><p>${strongest.text}</p>
${
  others.length > 0 &&
  html`<p class="small soft">Also: ${others.map((other, index) => `${index > 0 ? '; ' : ''}${other.title.charAt(0).toLowerCase()}${other.title.slice(1)}`)}.</p>`
}</div></section>`;
}

function riskSection({ view }: DecisionBrief): Html {
  const { risk } = view.plan;
  return html`<section aria-labelledby="risk-title"><h2 id="risk-title">The bad case</h2>
<p>In the worst ${percent(1 - risk.alpha)} of futures the average loss stays below ${money(risk.evar, view.currency)} with the plan,
${money(risk.withoutPlan.evar, view.currency)} without it.</p>
${beforeAndAfterLegend()}<div class="card">${pairedBars(
    [
      { label: 'Expected loss', without: risk.withoutPlan.expectedLoss, with: risk.expectedLoss },
      { label: badCase(view), without: risk.withoutPlan.evar, with: risk.evar },
    ],
    view.currency,
  )}</div></section>`;
}

/** What an approval does not publish any more. */
function begunNote({ begun: { meetings, value }, view }: DecisionBrief): Html | false {
  if (meetings === 0) return false;
  const one = meetings === 1;
  return html`<p><strong>${count(meetings, 'meeting')} of this plan ${one ? 'has' : 'have'} begun since it was made.</strong> An approval leaves ${one ? 'it' : 'them'} out:
neither calendars nor CRM are told. ${one ? 'It was' : 'They were'} to protect ${money(value, view.currency)}; ask for changes, and a new plan places ${one ? 'it' : 'them'} again.</p>`;
}

/** The sharpest fact about time, where people look first: meetings begin before the time to decide is over. */
function firstMeeting({ first, waiting, view }: DecisionBrief): Html | false {
  if (first === undefined) return false;
  const at = zonedTime(first.start, view.reps.get(first.rep)?.timeZone ?? 'UTC');
  if (waiting.meetings === 0) return html`<p class="soft">The first new meeting is on ${at}.</p>`;
  const { meetings, value } = waiting;
  return html`<p><strong>First new meeting: ${at}.</strong> Decide before, or by the deadline ${count(meetings, 'meeting')}
${meetings === 1 ? 'has' : 'have'} fallen away that ${meetings === 1 ? 'protects' : 'protect'} ${money(value, view.currency)}.</p>`;
}

function waitingSection(input: ApprovalInput, { waiting, view }: DecisionBrief): Html {
  const { currency } = view;
  const { meetings, value, perDay, leavesOut } = waiting;
  const one = meetings === 1;
  return html`<section aria-labelledby="waiting-title"><h2 id="waiting-title">If you do not decide</h2>
<p>The time to decide ends on ${utcTime(input.gate.expiresAt)}. That means <strong>not approved</strong>: nothing changes, and oversight is told.</p>
${
  meetings > 0 &&
  html`<p>${count(meetings, 'new meeting')} ${one ? 'starts' : 'start'} before that; ${one ? 'it protects' : 'they protect'} ${money(value, currency)}. An approval moves nothing:
${leavesOut ? 'a meeting that has begun by then is left out, and nobody is told of it' : 'a meeting that should have begun by then is published as it stands, in the past, and nobody holds it'}. If time has run on, ask for
changes, and a new plan places ${one ? 'it' : 'them'} again.</p>`
}
${perDay > 0 && html`<p>If a new plan holds everything one day later, that costs ${money(perDay, currency)} for each day.</p>`}</section>`;
}
