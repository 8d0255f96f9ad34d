import type { Incident } from '../model/incident.ts';
import { elapsed } from './elapsed.ts';
import { type Html, html, isolated } from './html.ts';
import { causeOf, incidentHeadline, stays } from './incident-words.ts';
import { utcTime } from './local-time.ts';
import { page } from './page.ts';
import { postureChip } from './posture-chip.ts';
import { type Said, saidSentence } from './said.ts';
import { stepName } from './step-name.ts';

/** Who asked for a rollback and why: kept apart from the packet, since it can be erased. */
export interface Asker {
  readonly by: string;
  readonly said: Said;
}

/** The incident packet for people: what happened, what was undone, what is theirs to decide, and where the evidence is. */
export function renderIncident(incident: Incident, asker?: Asker): string {
  const { at, decide } = incident;
  const headline = incidentHeadline(incident);
  const { name, text } = causeOf(incident);
  return page({
    title: `Incident: ${headline.toLowerCase()}`,
    narrow: true,
    header: html`<p class="kicker">Incident</p><h1>${headline}</h1><p class="lead">${text}</p>${
      asker && html`<p>Asked by ${isolated(asker.by)}. ${isolated(saidSentence(asker.said))}</p>`
    }`,
    main: html`<section aria-labelledby="decide-title"><h2 id="decide-title">For a person to decide</h2>
<ul class="items">${decide.map((question) => html`<li>${question}</li>`)}</ul></section>
${undone(incident)}${history(incident)}
<section aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2>
<dl class="pairs">${name !== undefined && html`<dt>Cause</dt><dd>${name}</dd>`}<dt>When</dt><dd>${utcTime(at)}</dd>
${ids(incident)}
<dt>Trace</dt><dd>${incident.trace.entries} entries, head <span class="digest">${incident.trace.head ?? 'none'}</span></dd>
${Object.entries(incident.evidence).map(([what, digest]) => html`<dt>${capital(what)}</dt><dd class="digest">${digest}</dd>`)}</dl></section>`,
    footer: html`<p>This packet holds no names and no addresses${asker && '; who asked, and why, is kept apart from it and can be erased'}. Opening it changes nothing.</p>`,
  });
}

function undone(incident: Incident): Html {
  const { restored, version, configuration, seconds } = incident.rolledBack;
  return html`<section aria-labelledby="undone-title"><h2 id="undone-title">What was rolled back</h2>
<p>${
    restored
      ? `The plan of the run was in force; the plan before it is back as version ${version ?? 'unknown'}. Calendars and CRM were told.`
      : stays(incident)
  }</p>
${configuration !== undefined && html`<p>${configuration}</p>`}
${seconds !== undefined && html`<p class="soft">Everything was back in ${elapsed(seconds)}.</p>`}</section>`;
}

/** The run, and the rollback by its own id, whose the trace is. */
function ids({ run, asked }: Incident): Html {
  const named = asked === undefined ? run : asked.run;
  return html`${named !== null && html`<dt>Run</dt><dd class="digest">${named}</dd>`}${
    asked && html`<dt>Rollback</dt><dd class="digest">${asked.rollback}</dd>`
  }`;
}

function history({ postures }: Incident): Html | false {
  if (postures.length === 0) return false;
  return html`<section aria-labelledby="posture-title"><h2 id="posture-title">Posture, step by step</h2>
<ul class="plain">${postures.map(({ step, posture }) => html`<li>${stepName(step)} ${postureChip(posture)}</li>`)}</ul></section>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
