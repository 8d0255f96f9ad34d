import { shortAmount } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

export interface Dumbbell {
  readonly label: string;
  readonly without: number;
  readonly with: number;
}

const WIDTH = 980;
const LEFT = 236;
const RIGHT = 12;
const AMOUNT = 212;
const ROW = 28;

/** One line per account: from the expected loss without the plan to the one with it. */
export function dumbbells(title: string, rows: readonly Dumbbell[], currency: string): Html {
  const top = Math.max(1, ...rows.map((row) => row.without));
  const x = (value: number) => px(LEFT + (value / top) * (WIDTH - LEFT - RIGHT));
  return html`<svg viewBox="0 0 ${WIDTH} ${rows.length * ROW + 4}" width="${WIDTH}" role="img" aria-label="${title}">
${rows.map((row, index) => {
  const y = index * ROW + 16;
  return html`<g><title>${row.label}: ${shortAmount(row.without, currency)} to ${shortAmount(row.with, currency)}</title>
<text x="0" y="${y + 4}">${clipped(row.label, 20)}</text>
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" class="s-line"/>
<rect x="${x(row.with)}" y="${y - 2}" width="${px(Math.max(0, Number(x(row.without)) - Number(x(row.with))))}" height="4" class="f-tint"/>
<circle cx="${x(row.without)}" cy="${y}" r="5.5" class="f-before"/>
<circle cx="${x(row.with)}" cy="${y}" r="5.5" class="f-with"/>
<text x="${AMOUNT}" y="${y + 4}" class="end bold">−${shortAmount(Math.max(0, row.without - row.with), currency)}</text></g>`;
})}
</svg>`;
}

/** Long ids keep their end, where they differ. */
export function clipped(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}
