import type { Violation } from '../../model/violation.ts';
import { decisionForm, type EnteredDecision, errorSummary, type FormWording } from '../decision-form.ts';
import { html } from '../html.ts';
import { utcTime } from '../local-time.ts';
import { page } from '../page.ts';
import { effectSection, effectSentence } from './effect.ts';
import { type ProposalView, question } from './proposal-view.ts';
import { againstSection, changedSection, stagesSection, suitesSection } from './sections.ts';

export interface PromotionApprovalInput extends ProposalView {
  readonly author: string;
  readonly approver: string;
  readonly expiresAt: string;
  readonly quorum: number;
  /** Whom the decision can be handed over to. */
  readonly delegates?: readonly string[];
  /** Where the form posts to. */
  readonly action: string;
}

const WORDING: FormWording = {
  approve: 'It comes into force step by step, watched at every one, and is taken back where something goes wrong.',
  changes: 'Nothing changes; say what should be different.',
  reject: 'Nothing changes; the policy in force stays.',
  confirm: 'Yes, put exactly this in force',
  subject: 'Proposal',
};

const BESIDE: FormWording = {
  ...WORDING,
  approve: 'It comes into force for everybody, and can be taken back.',
  reject: 'Nothing changes; everything stays as it is.',
};

/**
 * The page an approver of a candidate decides on. Showing it changes nothing. No verdict is chosen beforehand, and an approval
 * needs its own tick.
 */
export function renderPromotionApproval(
  input: PromotionApprovalInput,
  returned?: { readonly violations: readonly Violation[]; readonly entered: EnteredDecision },
): string {
  const { proposal, digest, approver, expiresAt, quorum, action, delegates = [] } = input;
  const gate = { approver, expiresAt, planDigest: digest, quorum, delegates };
  return page({
    title: `${returned === undefined ? '' : 'Not sent: '}Decide on a policy`,
    narrow: true,
    skip: { to: 'decide', text: 'Skip to the decision' },
    header: html`${returned && errorSummary(returned.violations)}<p class="kicker">Your decision is needed</p>
<h1>${question(proposal)}</h1>
<p class="lead">${effectSentence(input)}</p>
<p>Open until <strong>${utcTime(expiresAt)}</strong>; without a decision nothing changes.</p>
<p><a href="#decide">Go to the decision</a></p>`,
    main: html`${changedSection(input)}${againstSection(input)}${effectSection(input)}${suitesSection(input)}${stagesSection(input)}
${decisionForm({ action, gate, wording: proposal.parts.length === 0 ? BESIDE : WORDING, ...(returned ?? {}) })}`,
    footer: html`<p>Reference <span class="digest">${proposal.promotion}</span>, submitted by ${input.author}. Opening this page changes nothing.
Your decision is recorded with the exact page you saw.</p>`,
  });
}
