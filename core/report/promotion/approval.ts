import type { Violation } from '../../model/violation.ts';
import { count } from '../amount.ts';
import { decisionForm, type EnteredDecision, errorSummary, type FormWording } from '../decision-form.ts';
import { html } from '../html.ts';
import { utcTime } from '../local-time.ts';
import { page } from '../page.ts';
import type { ProposalView } from './proposal-view.ts';
import { againstSection, changedSection, stagesSection, suitesSection } from './sections.ts';

export interface PromotionApprovalInput extends ProposalView {
  readonly author: string;
  readonly approver: string;
  readonly expiresAt: string;
  readonly quorum: number;
  /** Where the form posts to. */
  readonly action: string;
}

const WORDING: FormWording = {
  approve: 'Let this policy spread: shadow, canary, all, watched at every step.',
  changes: 'Nothing spreads; say what should be different.',
  reject: 'Nothing spreads; this promotion ends here.',
  confirm: 'Yes, promote exactly this candidate',
  subject: 'Proposal',
};

/**
 * The page an approver of a candidate decides on. Showing it changes nothing. No verdict is chosen beforehand, and an approval
 * needs its own tick.
 */
export function renderPromotionApproval(
  input: PromotionApprovalInput,
  returned?: { readonly violations: readonly Violation[]; readonly entered: EnteredDecision },
): string {
  const { proposal, digest, approver, expiresAt, quorum, action } = input;
  const values = proposal.parts.reduce((sum, { changes }) => sum + changes.length, 0);
  const gate = { approver, expiresAt, planDigest: digest, quorum };
  return page({
    title: `${returned === undefined ? '' : 'Not sent: '}Decide on a policy`,
    narrow: true,
    skip: { to: 'decide', text: 'Skip to the decision' },
    header: html`${returned && errorSummary(returned.violations)}<p class="kicker">Your decision is needed</p>
<h1>Promote a policy that changes ${count(values, 'value')}?</h1>
<p class="lead">Every suite has passed. Open until <strong>${utcTime(expiresAt)}</strong>; without a decision nothing changes.</p>
<p><a href="#decide">Go to the decision</a></p>`,
    main: html`${againstSection(input)}${changedSection(input)}${suitesSection(input)}${stagesSection(input)}
${decisionForm({ action, gate, wording: WORDING, ...(returned ?? {}) })}`,
    footer: html`<p>Promotion <span class="digest">${proposal.promotion}</span>, submitted by ${input.author}. Opening this page changes nothing.
Your decision is recorded with the exact page you saw.</p>`,
  });
}
