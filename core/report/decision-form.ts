import type { Verdict } from '../model/decision.ts';
import type { Violation } from '../model/violation.ts';
import type { Gate } from './decision-brief.ts';
import { type Html, html } from './html.ts';

/** What came back with a form that broke the contract; any text at all. */
export interface EnteredDecision {
  readonly verdict?: string;
  readonly reason?: string;
}

export interface DecisionFormInput {
  readonly action: string;
  readonly gate: Gate;
  readonly violations?: readonly Violation[];
  readonly entered?: EnteredDecision;
  /** What each choice does, where it is not about a plan. */
  readonly wording?: FormWording;
}

export interface FormWording extends Readonly<Record<Verdict, string>> {
  readonly confirm: string;
  /** What the digest beside the tick is of. */
  readonly subject: string;
}

const OF_A_PLAN: FormWording = {
  approve: 'Publish this plan: calendars, CRM and customers follow it.',
  changes: 'Publish nothing; say what should be different.',
  reject: 'Publish nothing; this run ends here.',
  confirm: 'Yes, publish exactly this plan',
  subject: 'Plan',
};

const CHOICES: readonly { readonly verdict: Verdict; readonly title: string }[] = [
  { verdict: 'approve', title: 'Approve' },
  { verdict: 'changes', title: 'Ask for changes' },
  { verdict: 'reject', title: 'Reject' },
];

/** The fields of DecisionRequest as a plain form post: verdict, reason, plan, confirmed. */
export function decisionForm(input: DecisionFormInput): Html {
  const { action, gate, violations = [], entered = {}, wording = OF_A_PLAN } = input;
  const broken = (path: string) => violations.find((violation) => violation.path === path);
  const wrong = (path: string, id: string) => {
    const violation = broken(path);
    return violation && html`<p class="error" id="${id}">${sentence(violation)}</p>`;
  };
  return html`<section id="decide" aria-labelledby="decide-title" tabindex="-1">
<h2 id="decide-title">Your decision</h2>
<p class="soft">${gate.why !== undefined && `Why a person is asked: ${gate.why}. `}You decide as ${gate.approver}, once.${
    (gate.quorum ?? 1) > 1 && ` ${gate.quorum} people have to approve; one rejection ends it.`
  }</p>
<form class="decide" method="post" action="${action}" accept-charset="utf-8">
<input type="hidden" name="plan" value="${gate.planDigest}">
<fieldset${broken('/verdict') ? html` class="invalid"` : ''}><legend class="soft">Choose one</legend>
${wrong('/verdict', 'verdict-error')}
${CHOICES.map(
  (choice) => html`<label class="choice" for="verdict-${choice.verdict}">
<input type="radio" name="verdict" id="verdict-${choice.verdict}" value="${choice.verdict}" required${entered.verdict === choice.verdict ? ' checked' : ''}${broken('/verdict') ? html` aria-describedby="verdict-error"` : ''}>
<span><span class="title">${choice.title}</span><span class="soft">${wording[choice.verdict]}</span></span></label>`,
)}
</fieldset>
<div class="confirm${broken('/confirmed') ? ' invalid' : ''}">
${wrong('/confirmed', 'confirmed-error')}
<label class="choice" for="confirmed"><input type="checkbox" name="confirmed" id="confirmed" value="true"${broken('/confirmed') ? html` aria-describedby="confirmed-error"` : ''}>
<span><span class="title">${wording.confirm}</span><span class="soft">An approval counts only with this tick. ${wording.subject} <span class="digest">${short(gate.planDigest)}</span>.</span></span></label>
</div>
<div class="${broken('/reason') ? 'invalid' : ''}">
<label class="field" for="reason">Reason</label>
<p class="soft small" id="reason-hint">Needed unless you approve. At most 2000 characters.</p>
${wrong('/reason', 'reason-error')}
<textarea name="reason" id="reason" maxlength="2000" aria-describedby="reason-hint${broken('/reason') ? ' reason-error' : ''}">
${entered.reason ?? ''}</textarea>
</div>
<button type="submit">Send the decision</button>
</form>${delegation(action, gate)}</section>`;
}

/** A form of its own: handing over is no verdict, and a slip here must not decide. */
function delegation(action: string, gate: Gate): Html | false {
  const delegates = gate.delegates ?? [];
  if (delegates.length === 0) return false;
  return html`<details class="handover"><summary>Hand the decision over to somebody else</summary>
<form class="decide" method="post" action="${action}" accept-charset="utf-8">
<input type="hidden" name="plan" value="${gate.planDigest}">
<label class="field" for="delegate">To whom</label>
<p class="soft small" id="delegate-hint">They get a link of their own, also where they were asked before; yours is used up. It cannot be taken back.</p>
<select name="delegate" id="delegate" required aria-describedby="delegate-hint"><option value="">Choose a person</option>
${delegates.map((person) => html`<option value="${person}">${person}</option>`)}</select>
<label class="field" for="delegate-reason">Reason, if you like</label>
<textarea name="reason" id="delegate-reason" maxlength="2000"></textarea>
<button type="submit">Hand over</button>
</form></details>`;
}

/** Every violation, each with a link to its field; first on the page. */
export function errorSummary(violations: readonly Violation[]): Html {
  return html`<div class="note warn" role="alert"><h2>Nothing was decided yet</h2><ul class="items">
${violations.map((violation) => html`<li><a href="#${FIELDS[violation.path] ?? 'decide'}">${sentence(violation)}</a></li>`)}</ul></div>`;
}

const FIELDS: Readonly<Record<string, string>> = {
  '/verdict': 'verdict-approve',
  '/confirmed': 'confirmed',
  '/reason': 'reason',
  '/delegate': 'delegate',
};

function sentence({ path, remedy }: Violation): string {
  if (path === '/verdict') return 'Choose approve, ask for changes or reject.';
  if (path === '/plan') return 'The form did not name the plan it was shown with. Decide again on this page.';
  const text = remedy.charAt(0).toUpperCase() + remedy.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function short(digest: string): string {
  return `${digest.slice(0, 19)}…`;
}
