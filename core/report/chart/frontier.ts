import { shortAmount } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

export interface FrontierPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 70;
const RIGHT = 230;
const BOTTOM = 44;
const TOP = 16;

/** Points by two losses; the axes begin near the smallest, since what matters is small beside the whole. */
export function frontierChart(title: string, points: readonly FrontierPoint[], currency: string): Html {
  const across = range(points.map((point) => point.x));
  const up = range(points.map((point) => point.y));
  const x = (value: number) => px(LEFT + ((value - across.low) / (across.high - across.low)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number) => px(HEIGHT - BOTTOM - ((value - up.low) / (up.high - up.low)) * (HEIGHT - TOP - BOTTOM));
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${title}">
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}" class="s-edge"/>
<line x1="${LEFT}" x2="${LEFT}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" class="s-edge"/>
${[across.low, across.high].map((tick) => html`<text x="${x(tick)}" y="${HEIGHT - BOTTOM + 18}" class="soft axis middle">${shortAmount(Math.round(tick), currency)}</text>`)}
${[up.low, up.high].map((tick) => html`<text x="${LEFT - 8}" y="${Number(y(tick)) + 4}" class="soft axis end">${shortAmount(Math.round(tick), currency)}</text>`)}
<text x="${px((LEFT + WIDTH - RIGHT) / 2)}" y="${HEIGHT - 6}" class="soft axis middle">expected loss a year, ${currency}</text>
<text x="${LEFT + 6}" y="${TOP + 2}" class="soft axis">bad quarter, ${currency}</text>
${points.map((point) => html`<circle cx="${x(point.x)}" cy="${y(point.y)}" r="5" class="f-with"/>`)}
${apart(points, (point) => Number(y(point.y))).map(
  ({ point, at }) =>
    html`<line x1="${Number(x(point.x)) + 6}" y1="${y(point.y)}" x2="${WIDTH - RIGHT + 14}" y2="${px(at)}" class="s-line"/><text x="${WIDTH - RIGHT + 18}" y="${px(at + 4)}">${point.label}</text>`,
)}
</svg>`;
}

function range(values: readonly number[]): { readonly low: number; readonly high: number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = Math.max(1, (high - low) * 0.15);
  return { low: low - margin, high: high + margin };
}

/** Names beside the picture, from top to bottom in the order of their points, a line apart; ties by label. */
function apart(points: readonly FrontierPoint[], height: (point: FrontierPoint) => number) {
  const step = 18;
  const ordered = points.toSorted((a, b) => height(a) - height(b) || (a.label < b.label ? -1 : 1));
  const most = HEIGHT - BOTTOM - step * (ordered.length - 1);
  let last = Number.NEGATIVE_INFINITY;
  return ordered.map((point, index) => {
    const at = Math.min(Math.max(height(point), last + step), most + step * index);
    last = at;
    return { point, at };
  });
}
