import type { Verdict } from '../../model/decision.ts';
import type { Promotion } from '../../model/promotion.ts';
import { type Html, html } from '../html.ts';
import { utcTime } from '../local-time.ts';
import { page } from '../page.ts';
import type { ProposalView } from './proposal-view.ts';
import { changedSection, stagesSection, suitesSection } from './sections.ts';

/** A promotion for people: where it is, why, what the suites found, what happened since. */
export function renderPromotion(
  promotion: Promotion,
  view: ProposalView | null,
  rollbackSeconds: number | null,
): string {
  const { id, author, status, reason, requestedAt, endedAt } = promotion;
  return page({
    title: `Promotion: ${words(status)}`,
    header: html`<p class="kicker">Promotion</p><h1>${words(status).charAt(0).toUpperCase()}${words(status).slice(1)}</h1>
${reason !== undefined && html`<p class="lead">${reason}</p>`}`,
    main: html`<section aria-labelledby="course-title"><h2 id="course-title">What happened</h2><dl class="pairs">
<dt>Submitted</dt><dd>${utcTime(requestedAt)}, by ${author}</dd>
${promotion.stages.map(({ stage, at }) => html`<dt>${stage}</dt><dd>from ${utcTime(at)}</dd>`)}
${endedAt !== undefined && html`<dt>Ended</dt><dd>${utcTime(endedAt)}</dd>`}
${promotion.rollback !== undefined && html`<dt>Rollback</dt><dd class="digest">${promotion.rollback}</dd>`}
${rollbackSeconds !== null && html`<dt>Everything back after</dt><dd>${rollbackSeconds} s</dd>`}
${promotion.stable !== undefined && html`<dt>Baseline</dt><dd>version ${promotion.stable}</dd>`}
<dt>Promotion</dt><dd class="digest">${id}</dd></dl></section>${view && body(view)}`,
    footer: html`<p>Opening this page changes nothing.</p>`,
  });
}

function body(view: ProposalView): Html {
  return html`${changedSection(view)}${suitesSection(view)}${stagesSection(view)}`;
}

function words(status: string): string {
  return status.replaceAll('-', ' ');
}

const DONE: Readonly<Record<Verdict, { readonly title: string; readonly text: string }>> = {
  approve: { title: 'Approved', text: 'The candidate spreads step by step, and is watched at every one.' },
  reject: { title: 'Rejected', text: 'Nothing spreads. The policy in force stays as it is.' },
  changes: { title: 'Changes asked for', text: 'Nothing spreads. The author of the candidate sees your reason.' },
};

/** After a decision on a candidate was taken, exactly once. */
export function renderPromotionDecided(verdict: Verdict, at: string, approver: string, missing: number): string {
  const { title, text } = DONE[verdict];
  return page({
    title: `${title}: your decision is recorded`,
    narrow: true,
    header: html`<p class="kicker">Your decision is recorded</p><h1>${title}</h1>
<p class="lead">${verdict === 'approve' && missing > 0 ? `Your approval counts. ${missing} more needed before anything spreads.` : text}</p>`,
    main: html`<dl class="pairs"><dt>Decided</dt><dd>${utcTime(at)}, by ${approver}</dd></dl>
<p class="soft small">This link is used up; opening it again changes nothing.</p>`,
    footer: html`<p>You can close this page.</p>`,
  });
}
