import type { Incident } from '../model/incident.ts';
import { elapsed } from './elapsed.ts';
import { html } from './html.ts';
import { causeOf, incidentHeadline, stays } from './incident-words.ts';
import { inertLine } from './inert.ts';
import { mailDocument } from './mail-document.ts';

/** What oversight is told: that a run ended without its plan, why, and what is theirs to decide. No personal data. */
export function incidentMail(incident: Incident, link: string): { subject: string; text: string; html: string } {
  const headline = incidentHeadline(incident);
  const { name, text } = causeOf(incident);
  const restored = incident.rolledBack.restored
    ? 'Its plan was in force; the plan before it is back.'
    : stays(incident);
  const { configuration, seconds } = incident.rolledBack;
  const measured = seconds === undefined ? [] : [`Everything was back in ${elapsed(seconds)}.`];
  const configured = [...(configuration === undefined ? [] : [configuration]), ...measured].join(' ');
  const chain = [...named(incident), `${incident.trace.entries} trace entries`].join(', ');
  return {
    subject: inertLine(`Incident: ${headline.toLowerCase()}${name === undefined ? '' : ` (${name})`}`),
    text: [
      headline,
      '',
      inertLine(name === undefined ? `${text} ${WHO}` : `Cause: ${name}. ${text}`),
      restored,
      ...(configured === '' ? [] : [inertLine(configured)]),
      chain,
      '',
      'For a person to decide:',
      ...incident.decide.map((question) => inertLine(`- ${question}`)),
      '',
      inertLine(`Incident packet: ${link}`),
      '',
    ].join('\n'),
    html: mailDocument({
      title: headline,
      kicker: 'Incident',
      body: html`<p style="margin:12px 0">${
        name === undefined ? html`${text} ${WHO}` : html`<strong>${name}</strong>: ${text}`
      }</p>
<p style="margin:0 0 12px;color:#575e64">${restored} ${configured} ${chain}.</p>
<h2 style="margin:20px 0 4px;font-size:17px">For a person to decide</h2>
<ul style="margin:0;padding-left:20px">${incident.decide.map((question) => html`<li>${question}</li>`)}</ul>`,
      action: { label: 'Open the incident packet', link },
      small: 'The packet needs a token of your tenant.',
    }),
  };
}

/** Mails outlive an erasure, so they quote nobody. */
const WHO = 'The page of the packet says who, and why.';

/** The run, and the rollback by its own id, whose the trace is. */
function named({ run, asked }: Incident): string[] {
  if (asked === undefined) return [`Run: ${run}`];
  return [...(asked.run === null ? [] : [`Run: ${asked.run}`]), `Rollback: ${asked.rollback}`];
}
