import type { Incident } from '../model/incident.ts';
import { type Html, html } from './html.ts';
import { utcTime } from './local-time.ts';
import { page } from './page.ts';
import { postureChip } from './posture-chip.ts';
import { stepName } from './step-name.ts';

/** The incident packet for people: what happened, what was undone, what is theirs to decide, and where the evidence is. */
export function renderIncident(incident: Incident): string {
  const { cause, run, at, decide } = incident;
  const headline = incident.outcome === 'expired' ? 'Nobody decided in time' : 'A run was rolled back';
  return page({
    title: `Incident: ${headline.toLowerCase()}`,
    narrow: true,
    header: html`<p class="kicker">Incident</p><h1>${headline}</h1><p class="lead">${cause.text}</p>`,
    main: html`<section aria-labelledby="decide-title"><h2 id="decide-title">For a person to decide</h2>
<ul class="items">${decide.map((question) => html`<li>${question}</li>`)}</ul></section>
${undone(incident)}${history(incident)}
<section aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2>
<dl class="pairs"><dt>Cause</dt><dd>${cause.name}</dd><dt>When</dt><dd>${utcTime(at)}</dd>
<dt>Run</dt><dd class="digest">${run}</dd>
<dt>Trace</dt><dd>${incident.trace.entries} entries, head <span class="digest">${incident.trace.head ?? 'none'}</span></dd>
${Object.entries(incident.evidence).map(([what, digest]) => html`<dt>${capital(what)}</dt><dd class="digest">${digest}</dd>`)}</dl></section>`,
    footer: html`<p>This packet holds no names and no addresses. Opening it changes nothing.</p>`,
  });
}

function undone({ rolledBack }: Incident): Html {
  const { restored, version, configuration, seconds } = rolledBack;
  return html`<section aria-labelledby="undone-title"><h2 id="undone-title">What was rolled back</h2>
<p>${
    restored
      ? `The plan of the run was in force; the plan before it is back as version ${version ?? 'unknown'}. Calendars and CRM were told.`
      : 'No plan had to be undone: what is published stays as it is.'
  }</p>
${configuration !== undefined && html`<p>${configuration}</p>`}
${seconds !== undefined && html`<p class="soft">From the trigger until everything was back: ${seconds} s.</p>`}</section>`;
}

function history({ postures }: Incident): Html | false {
  if (postures.length === 0) return false;
  return html`<section aria-labelledby="posture-title"><h2 id="posture-title">Posture, step by step</h2>
<ul class="plain">${postures.map(({ step, posture }) => html`<li>${stepName(step)} ${postureChip(posture)}</li>`)}</ul></section>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
