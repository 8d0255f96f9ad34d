import type { Incident } from '../model/incident.ts';
import { html } from './html.ts';
import { inertLine } from './inert.ts';

/** What oversight is told: that a run ended without its plan, why, and what is theirs to decide. No personal data. */
export function incidentMail(incident: Incident, link: string): { subject: string; text: string; html: string } {
  const headline = incident.outcome === 'expired' ? 'Nobody decided in time' : 'A run was rolled back';
  const restored = incident.rolledBack.restored
    ? 'Its plan was in force; the plan before it is back.'
    : 'Its plan was never in force; nothing had to be undone.';
  return {
    subject: inertLine(`Incident: ${headline.toLowerCase()} (${incident.cause.name})`),
    text: [
      headline,
      '',
      inertLine(`Cause: ${incident.cause.name}. ${incident.cause.text}`),
      restored,
      `Run: ${incident.run}, ${incident.trace.entries} trace entries`,
      '',
      'For a person to decide:',
      ...incident.decide.map((question) => inertLine(`- ${question}`)),
      '',
      inertLine(`Incident packet: ${link}`),
      '',
    ].join('\n'),
    html: html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${headline}</title>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem">
<h1 style="font-size:1.4rem">${headline}</h1>
<p><strong>${incident.cause.name}</strong>: ${incident.cause.text}</p>
<p>${restored} Run <code>${incident.run}</code>, ${incident.trace.entries} trace entries.</p>
<h2 style="font-size:1.1rem">For a person to decide</h2>
<ul>${incident.decide.map((question) => html`<li>${question}</li>`)}</ul>
<p><a href="${link}">Incident packet</a> (needs a token of your tenant)</p></body></html>`.toString(),
  };
}
