import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

export interface Line {
  readonly label: string;
  /** Shares, one per quarter. */
  readonly values: readonly number[];
  readonly strong: boolean;
}

const WIDTH = 720;
const HEIGHT = 280;
const LEFT = 44;
const RIGHT = 230;
const BOTTOM = 40;
const TOP = 12;

/**
 * Shares over quarters, one line each, with a floor. The axis begins a little below the least of them, since what matters
 * happens near 1. Names stand beside the ends of their lines, pushed apart.
 */
export function lineChart(title: string, lines: readonly Line[], floor: number): Html {
  const quarters = Math.max(1, ...lines.map(({ values }) => values.length));
  const x = (index: number) => LEFT + (quarters === 1 ? 0.5 : index / (quarters - 1)) * (WIDTH - LEFT - RIGHT);
  const least = Math.min(floor, ...lines.flatMap(({ values }) => values));
  const low = Math.max(0, (Math.ceil(10 * least) - 1) / 10);
  const y = (share: number) => TOP + ((1 - share) / (1 - low)) * (HEIGHT - TOP - BOTTOM);
  const ticks = [low, (1 + low) / 2, 1];
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${title}">
${ticks.map(
  (share) => html`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(share))}" y2="${px(y(share))}" class="s-line"/>
<text x="${LEFT - 8}" y="${px(y(share) + 4)}" class="soft axis end">${Number(share.toFixed(2))}</text>`,
)}
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(floor))}" y2="${px(y(floor))}" class="s-edge dash"/>
${Array.from({ length: quarters }, (_, index) => html`<text x="${px(x(index))}" y="${HEIGHT - BOTTOM + 20}" class="soft axis middle">Q${index + 1}</text>`)}
${lines.map(
  ({
    values,
    strong,
    label,
  }) => html`<g><title>${label}</title><path d="${values.map((share, index) => `${index === 0 ? 'M' : 'L'}${px(x(index))} ${px(y(share))}`).join('')}" class="${strong ? 's-with' : 's-before'}"${!strong && html` stroke-opacity="0.6"`}/>
${values.map((share, index) => html`<circle cx="${px(x(index))}" cy="${px(y(share))}" r="${strong ? 4 : 3}" class="${strong ? 'f-with' : 'f-before'}"/>`)}</g>`,
)}
${named(lines, y).map(({ label, at, from, strong }) => html`<line x1="${WIDTH - RIGHT + 5}" y1="${px(from)}" x2="${WIDTH - RIGHT + 18}" y2="${px(at - 4)}" class="s-line"/><text x="${WIDTH - RIGHT + 22}" y="${px(at)}" class="${strong ? 'bold' : 'soft'}">${label}</text>`)}
</svg>`;
}

/** Names in the order of their last values, at least a line apart, ties by label; moved up where they would leave below. */
function named(lines: readonly Line[], y: (share: number) => number) {
  const step = 15;
  const ordered = lines
    .map(({ label, values, strong }) => ({ label, strong, from: y(values.at(-1) ?? 0), at: y(values.at(-1) ?? 0) + 4 }))
    .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1));
  const most = HEIGHT - 6 - step * (ordered.length - 1);
  let last = Number.NEGATIVE_INFINITY;
  return ordered.map((each, index) => {
    const at = Math.min(Math.max(each.at, last + step), most + step * index);
    last = at;
    return { ...each, at };
  });
}
