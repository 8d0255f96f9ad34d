import { html } from '../html.ts';
import { inertLine } from '../inert.ts';
import { utcTime } from '../local-time.ts';
import { mailDocument } from '../mail-document.ts';
import { effectSentence } from './effect.ts';
import { type ProposalView, question } from './proposal-view.ts';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Why it is sent: to whoever is asked first, to remind them, or to whom the decision was handed over. */
export interface PromotionOccasion {
  readonly reminder?: boolean;
  readonly handedOverBy?: string;
}

/** The message with the link to decide on a candidate. */
export function promotionMail(
  view: ProposalView,
  to: PromotionOccasion & { readonly link: string; readonly expiresAt: string },
): Letter {
  const asked = question(view.proposal);
  const found = effectSentence(view);
  const until = `Open until ${utcTime(to.expiresAt)}. Without a decision nothing changes.`;
  const alone = 'Opening the link changes nothing. It is meant for you alone: please do not forward it.';
  return {
    subject: plain(`${occasion(to)}Decision needed: a policy`),
    text: [
      plain(asked),
      plain(found),
      '',
      'See what would change and what was found, and decide:',
      inertLine(to.link),
      '',
      plain(until),
      alone,
      '',
    ].join('\n'),
    html: mailDocument({
      title: asked,
      kicker: 'Your decision is needed',
      body: html`<p style="margin:0 0 20px;color:#575e64">${found}</p>`,
      action: { label: 'See the candidate and decide', link: to.link },
      small: `${until} ${alone}`,
    }),
  };
}

function occasion({ reminder, handedOverBy }: PromotionOccasion): string {
  if (handedOverBy !== undefined) return `Handed over by ${handedOverBy}: `;
  return reminder === true ? 'Reminder: ' : '';
}

/** What oversight is told of a candidate that did not become stable, and was not rolled back either. */
export function promotionEndedMail(status: string, reason: string, link: string): Letter {
  const title = `A candidate policy is ${status.replaceAll('-', ' ')}`;
  return {
    subject: inertLine(title),
    text: [title, '', inertLine(reason), '', inertLine(`Promotion: ${link}`), ''].join('\n'),
    html: mailDocument({
      title,
      kicker: 'Promotion',
      body: html`<p style="margin:12px 0">${reason}</p>`,
      action: { label: 'Open the promotion', link },
      small: 'The page needs a token of your tenant.',
    }),
  };
}

/** Plain text has no use for no-break spaces. */
function plain(text: string): string {
  return inertLine(text.replaceAll('\u00a0', ' '));
}
