import { shortAmount } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { clipped } from './dumbbells.ts';
import { niceTicks, px } from './scale.ts';

export interface Strip {
  readonly label: string;
  readonly values: readonly number[];
}

const WIDTH = 900;
const LEFT = 200;
const RIGHT = 40;
const ROW = 30;
const FOOT = 30;

/** One row of dots per label, with a mark at the mean; the axis from zero, or to both sides of it. */
export function stripChart(
  title: string,
  strips: readonly Strip[],
  currency: string,
  axis: 'from-zero' | 'around-zero',
): Html {
  const values = strips.flatMap((strip) => strip.values);
  const ticks = axisTicks(Math.max(1, ...values), axis === 'around-zero' ? Math.max(0, -Math.min(0, ...values)) : 0);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) => px(LEFT + ((value - low) / (high - low)) * (WIDTH - LEFT - RIGHT));
  const bottom = strips.length * ROW + 6;
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + FOOT}" width="${WIDTH}" role="img" aria-label="${title}">
${ticks.map(
  (
    tick,
  ) => html`<line x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${bottom}" class="${tick === 0 ? 's-edge' : 's-line'}"/>
<text x="${x(tick)}" y="${bottom + 18}" class="soft axis middle">${shortAmount(tick, currency)}</text>`,
)}
${strips.map(({ label, values: each }, index) => {
  const y = index * ROW + 18;
  const mean = each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length);
  return html`<g><title>${label}: mean ${shortAmount(Math.round(mean), currency)}</title><text x="0" y="${y + 4}">${clipped(label, 26)}</text>
${each.map((value) => html`<circle cx="${x(value)}" cy="${y}" r="3.5" class="f-before" fill-opacity="0.45"/>`)}
${each.length > 0 && html`<line x1="${x(mean)}" x2="${x(mean)}" y1="${y - 10}" y2="${y + 10}" class="s-with"/>`}</g>`;
})}
</svg>`;
}

/** Ticks of one step from below `-left` to above `right`, zero among them. */
function axisTicks(right: number, left: number): readonly number[] {
  const step = niceTicks(right + left, 5)[1] ?? 1;
  const first = -Math.ceil(left / step);
  const last = Math.max(1, Math.ceil(right / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
