import { shortAmount } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

export interface Dumbbell {
  readonly label: string;
  readonly without: number;
  readonly with: number;
}

/** One line per account, from the expected loss without the plan to the one with it: below its name where a page is narrow. */
export function dumbbells(title: string, rows: readonly Dumbbell[], currency: string): Html {
  const top = Math.max(1, ...rows.map((row) => row.without));
  const x = (value: number) => px((Math.max(0, value) / top) * 100);
  return html`<ul class="dumbbells" aria-label="${title}">${rows.map(
    (row) => html`<li><span>${row.label}</span>
<strong>−${shortAmount(Math.max(0, row.without - row.with), currency)}<span class="hidden">, from ${shortAmount(row.without, currency)} to ${shortAmount(row.with, currency)}</span></strong>
<svg height="16" aria-hidden="true"><line x1="0" x2="100%" y1="8" y2="8" class="s-line"/>
<rect x="${x(row.with)}%" y="6" width="${px(Math.max(0, Number(x(row.without)) - Number(x(row.with))))}%" height="4" class="f-tint"/>
<circle cx="${x(row.without)}%" cy="8" r="5.5" class="f-before"/><circle cx="${x(row.with)}%" cy="8" r="5.5" class="f-with"/></svg></li>`,
  )}</ul>`;
}

/** Long ids keep their end, where they differ. */
export function clipped(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}
