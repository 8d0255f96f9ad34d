import { count } from './amount.ts';
import { html } from './html.ts';
import { inertLine } from './inert.ts';
import { mailDocument } from './mail-document.ts';

/** Engagements named in a mail; the run's plan has them all. */
const NAMED = 20;

/** What oversight is told when published meetings were called off because customers objected. Ids alone, no account. */
export function objectionMail({
  run,
  engagements,
  link,
}: {
  readonly run: string;
  readonly engagements: readonly string[];
  readonly link: string;
}): { subject: string; text: string; html: string } {
  const meetings = count(engagements.length, 'published meeting').replaceAll('\u00a0', ' ');
  const headline = `${meetings} called off: the customer objected`;
  const more = engagements.length - NAMED;
  const named = `${engagements.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const done =
    'An objection holds at once, for every channel and every run. Calendars show these meetings no more, and the CRM has an event for each.';
  const check = 'Whoever had one of them in mind outside the calendar needs to hear of it from you.';
  return {
    // Two objections of one day are two mails: a line that tells them apart.
    subject: inertLine(`${headline} (${engagements[0]}${engagements.length > 1 ? ', …' : ''})`),
    text: [
      headline,
      '',
      done,
      inertLine(`Engagements: ${named}`),
      inertLine(`Run: ${run}`),
      '',
      check,
      '',
      inertLine(link),
      '',
    ].join('\n'),
    html: mailDocument({
      title: headline,
      kicker: 'Objection',
      body: html`<p style="margin:12px 0">${done}</p>
<p style="margin:0 0 12px">Engagements: ${named}</p>
<p style="margin:0 0 12px;color:#575e64">${check} Run ${run}.</p>`,
      action: { label: 'Open the run', link },
      small: 'The page needs a token of your tenant.',
    }),
  };
}
