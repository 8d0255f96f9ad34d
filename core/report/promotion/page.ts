import type { Verdict } from '../../model/decision.ts';
import type { Promotion, PromotionStatus, Stage } from '../../model/promotion.ts';
import type { TraceEntry } from '../../model/trace.ts';
import { type Html, html } from '../html.ts';
import { utcTime } from '../local-time.ts';
import { page } from '../page.ts';
import { checkTitle } from './check-words.ts';
import { effectSection, effectSentence } from './effect.ts';
import type { ProposalView } from './proposal-view.ts';
import { changedSection, stagesSection, suitesSection, type Tense } from './sections.ts';

/** What is known of a promotion beside its record. */
export interface PromotionShown {
  readonly view: ProposalView | null;
  /** Seconds its rollback took; null: there was none, or it goes on. */
  readonly rollbackSeconds: number | null;
  /** With the instants the entries were written at. */
  readonly trace: readonly { readonly entry: TraceEntry; readonly at: string }[];
}

/** A promotion for people: where it is, why, what the suites found, what happened since. */
export function renderPromotion(promotion: Promotion, { view, rollbackSeconds, trace }: PromotionShown): string {
  const { id, author, status, reason, requestedAt, endedAt } = promotion;
  const lead = broken(view) ?? reason ?? (view === null ? '' : effectSentence(view));
  return page({
    title: `Promotion: ${STATUS[status]}`,
    header: html`<p class="kicker">Promotion of a policy</p><h1>${STATUS[status]}</h1>
${lead !== '' && html`<p class="lead">${lead}</p>`}`,
    main: html`<section aria-labelledby="course-title"><h2 id="course-title">What happened</h2><dl class="pairs">
<dt>Submitted</dt><dd>${utcTime(requestedAt)}, by ${author}</dd>
${trace.flatMap(({ entry, at }) => decided(entry, at))}
${promotion.stages.map(({ stage, at }) => html`<dt>${STAGE[stage]}</dt><dd>from ${utcTime(at)}</dd>`)}
${reason !== undefined && reason !== lead && html`<dt>Because</dt><dd>${reason}</dd>`}
${endedAt !== undefined && html`<dt>Ended</dt><dd>${utcTime(endedAt)}</dd>`}
${promotion.rollback !== undefined && html`<dt>Rollback</dt><dd class="digest">${promotion.rollback}</dd>`}
${rollbackSeconds !== null && html`<dt>Everything back after</dt><dd>${rollbackSeconds} s</dd>`}
${promotion.stable !== undefined && html`<dt>Stable policy</dt><dd>version ${promotion.stable} of the baseline</dd>`}
<dt>Reference</dt><dd class="digest">${id}</dd></dl></section>${view && body(view, TENSE[status])}`,
    footer: html`<p>Opening this page changes nothing.</p>`,
  });
}

/** What the trial found broken, in words. */
function broken(view: ProposalView | null): string | undefined {
  const failed = (view?.results ?? []).flatMap(({ result }) =>
    result.checks.filter(({ verdict }) => verdict === 'fail').map(({ name, text }) => `${checkTitle(name)}: ${text}.`),
  );
  return failed.length === 0 ? undefined : failed.join(' ');
}

function body(view: ProposalView, tense: Tense): Html {
  return html`${changedSection(view, tense)}${effectSection(view)}${suitesSection(view)}${stagesSection(view, tense)}`;
}

/** Whether what the candidate changes is to come, is so, or never came to be. */
const TENSE: Readonly<Record<PromotionStatus, Tense>> = {
  ...{ submitted: 'to-come', testing: 'to-come', 'waiting-for-decision': 'to-come', shadow: 'to-come' },
  ...{ canary: 'so', all: 'so', stable: 'so', 'rolled-back': 'taken-back' },
  ...{ refused: 'never', failed: 'never', held: 'never', rejected: 'never', 'changes-requested': 'never' },
  ...{ expired: 'never', overtaken: 'never', stopped: 'never', broken: 'never' },
};

const STATUS: Readonly<Record<PromotionStatus, string>> = {
  submitted: 'Submitted',
  testing: 'It is being tried',
  'waiting-for-decision': 'It waits for a decision',
  shadow: 'In shadow: plans are made by it, and published to nobody',
  canary: 'In canary: published for some of the accounts',
  all: 'In force, and still watched',
  stable: 'Stable: it is the policy in force',
  refused: 'Refused: it cannot be tried',
  failed: 'Stopped by its trial',
  held: 'Held: there is not enough evidence',
  rejected: 'Rejected',
  'changes-requested': 'Sent back for changes',
  expired: 'Expired: nobody decided in time',
  overtaken: 'Overtaken by another policy',
  'rolled-back': 'Taken back',
  stopped: 'Stopped',
  broken: 'Broken off',
};

const STAGE: Readonly<Record<Stage, string>> = { shadow: 'Shadow', canary: 'Canary', all: 'All' };

/** A person's step in the chain, by their id. */
function decided({ step, decision, reasons }: TraceEntry, at: string): Html[] {
  const [, kind = '', person = ''] = step.split('/');
  if (kind === 'decision') return [html`<dt>${PAST[decision] ?? decision}</dt><dd>${utcTime(at)}, by ${person}</dd>`];
  if (kind === 'delegation')
    return [html`<dt>Handed over</dt><dd>${utcTime(at)}, from ${person} ${reasons[1] ?? ''}</dd>`];
  return [];
}

const PAST: Readonly<Record<string, string>> = {
  approve: 'Approved',
  reject: 'Rejected',
  changes: 'Changes asked for',
};

const DONE: Readonly<Record<Verdict, { readonly title: string; readonly text: string }>> = {
  approve: { title: 'Approved', text: 'The policy comes into force step by step, and is watched at every one.' },
  reject: { title: 'Rejected', text: 'Nothing changes. The policy in force stays as it is.' },
  changes: { title: 'Changes asked for', text: 'Nothing changes. The author of the candidate sees your reason.' },
};

/** After a decision on a candidate was taken, exactly once. */
export function renderPromotionDecided(verdict: Verdict, at: string, approver: string, missing: number): string {
  const { title, text } = DONE[verdict];
  return page({
    title: `${title}: your decision is recorded`,
    narrow: true,
    header: html`<p class="kicker">Your decision is recorded</p><h1>${title}</h1>
<p class="lead">${verdict === 'approve' && missing > 0 ? `Your approval counts. ${missing} more needed before anything changes.` : text}</p>`,
    main: html`<dl class="pairs"><dt>Decided</dt><dd>${utcTime(at)}, by ${approver}</dd></dl>
<p class="soft small">This link is used up; opening it again changes nothing.</p>`,
    footer: html`<p>You can close this page.</p>`,
  });
}
