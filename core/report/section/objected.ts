import { count } from '../amount.ts';
import type { Objected } from '../decision-brief.ts';
import { type Html, html } from '../html.ts';

const NAMED = 12;

/** Who objected since, before anything else on the page: what is off already, and what an approval cannot publish. */
export function objectedNote({ planned, published }: Objected): Html | false {
  if (planned.length + published.length === 0) return false;
  return html`<section aria-labelledby="objected-title"><div class="note warn"><h2 id="objected-title">${headline(planned, published)}</h2>
${published.length > 0 && html`<p>${calledOff(published)}</p>`}
${
  planned.length > 0 &&
  html`<p>This plan has ${count(planned.length, 'meeting')} with ${named(planned)}. It cannot come into force as it is: an approval has it
planned again without, and you are asked again.</p>`
}</div></section>`;
}

/** What became of published meetings with whoever objected. */
export function calledOff(published: readonly string[]): string {
  const one = published.length === 1;
  return `${count(published.length, 'published meeting')} with ${named(published)} ${one ? 'is' : 'are'} called off already: calendars show ${one ? 'it' : 'them'} no more, and the CRM was told. That holds whatever you decide.`;
}

function headline(planned: readonly string[], published: readonly string[]): string {
  const accounts = new Set([...planned, ...published]).size;
  return accounts === 1 ? 'A customer objected to any contact' : `${accounts} customers objected to any contact`;
}

function named(accounts: readonly string[]): string {
  const all = [...new Set(accounts)];
  const more = all.length - NAMED;
  return `${all.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
