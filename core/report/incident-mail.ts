import type { Incident } from '../model/incident.ts';
import { html } from './html.ts';
import { inertLine } from './inert.ts';
import { mailDocument } from './mail-document.ts';

/** What oversight is told: that a run ended without its plan, why, and what is theirs to decide. No personal data. */
export function incidentMail(incident: Incident, link: string): { subject: string; text: string; html: string } {
  const headline = incident.outcome === 'expired' ? 'Nobody decided in time' : 'A run was rolled back';
  const restored = incident.rolledBack.restored
    ? 'Its plan was in force; the plan before it is back.'
    : 'No plan had to be undone: what is published stays as it is.';
  const { configuration, seconds } = incident.rolledBack;
  const measured = seconds === undefined ? [] : [`Everything was back after ${seconds} s.`];
  const configured = [...(configuration === undefined ? [] : [configuration]), ...measured].join(' ');
  return {
    subject: inertLine(`Incident: ${headline.toLowerCase()} (${incident.cause.name})`),
    text: [
      headline,
      '',
      inertLine(`Cause: ${incident.cause.name}. ${incident.cause.text}`),
      restored,
      ...(configured === '' ? [] : [inertLine(configured)]),
      `Run: ${incident.run}, ${incident.trace.entries} trace entries`,
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
      body: html`<p style="margin:12px 0"><strong>${incident.cause.name}</strong>: ${incident.cause.text}</p>
<p style="margin:0 0 12px;color:#575e64">${restored} ${configured} Run ${incident.run}, ${incident.trace.entries} trace entries.</p>
<h2 style="margin:20px 0 4px;font-size:17px">For a person to decide</h2>
<ul style="margin:0;padding-left:20px">${incident.decide.map((question) => html`<li>${question}</li>`)}</ul>`,
      action: { label: 'Open the incident packet', link },
      small: 'The packet needs a token of your tenant.',
    }),
  };
}
