import type { Verdict } from '../model/decision.ts';
import { html } from './html.ts';
import { utcTime } from './local-time.ts';
import { page } from './page.ts';
import { calledOff } from './section/objected.ts';

export interface DecidedInput {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly at: string;
  readonly approver: string;
  readonly run: string;
  readonly planDigest: string;
  /** Approvals still missing after this one; absent: none. */
  readonly approvalsMissing?: number;
  /** Accounts of published meetings that are called off since they objected; absent: none. */
  readonly calledOff?: readonly string[];
}

const DONE: Readonly<Record<Verdict, { readonly title: string; readonly text: string }>> = {
  approve: { title: 'Approved', text: 'The plan is being published. Calendars and CRM follow in a moment.' },
  reject: { title: 'Rejected', text: 'Nothing is published. What was published before stays as it is.' },
  changes: { title: 'Changes asked for', text: 'Nothing is published. The author of the run sees your reason.' },
};

/** After a decision was taken, exactly once. */
export function renderDecided(input: DecidedInput): string {
  const missing = input.verdict === 'approve' ? (input.approvalsMissing ?? 0) : 0;
  const { text, ...done } = DONE[input.verdict];
  const title = missing > 0 ? 'Approved by you' : done.title;
  return page({
    title: `${title}: your decision is recorded`,
    narrow: true,
    header: html`<p class="kicker">Your decision is recorded</p><h1>${title}</h1>
<p class="lead">${missing > 0 ? `Your approval counts. ${missing} more ${missing === 1 ? 'is' : 'are'} needed before anything is published.` : text}</p>`,
    main: html`<div class="card"><dl class="pairs"><dt>Decided</dt><dd>${utcTime(input.at)}, by ${input.approver}</dd>
${input.reason.trim() !== '' && html`<dt>Reason</dt><dd><bdi>${input.reason}</bdi></dd>`}
<dt>Run</dt><dd class="digest">${input.run}</dd><dt>Plan</dt><dd class="digest">${input.planDigest}</dd></dl></div>
${(input.calledOff ?? []).length > 0 && html`<div class="note warn"><p>${calledOff(input.calledOff ?? [])}</p></div>`}
<p class="soft small">This link is used up; opening it again changes nothing.</p>`,
    footer: html`<p>You can close this page.</p>`,
  });
}
