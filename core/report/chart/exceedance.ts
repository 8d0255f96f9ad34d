import { shortAmount } from '../amount.ts';
import { type Html, html } from '../html.ts';
import type { TailPicture } from '../tail-picture.ts';
import { niceTicks, px } from './scale.ts';

const WIDTH = 360;
const HEIGHT = 232;
const LEFT = 44;
const BOTTOM = 42;
const TOP = 8;
const POINTS = 96;

/** Chance of losing more than x, with and without the plan: the further left the curve, the better. */
export function exceedanceChart(picture: TailPicture, currency: string): Html {
  const worst = Math.max(picture.without.totals.at(-1) ?? 0, picture.with.totals.at(-1) ?? 0, 1);
  const least = Math.min(picture.without.totals[0] ?? 0, picture.with.totals[0] ?? 0);
  const ticks = niceTicks(worst, 3);
  const end = ticks.at(-1) ?? worst;
  const x = (value: number) => LEFT + (value / end) * (WIDTH - LEFT - 12);
  const y = (chance: number) => TOP + (1 - chance) * (HEIGHT - TOP - BOTTOM);
  const curve = (totals: Float64Array) => {
    const points = [`M${px(x(0))} ${px(y(1))}`];
    for (let step = 0; step <= POINTS; step++) {
      const value = least + ((worst - least) * step) / POINTS;
      points.push(`L${px(x(value))} ${px(y(shareAbove(totals, value)))}`);
    }
    return points.join('');
  };
  const tail = 1 - picture.alpha;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="430" role="img"
 aria-label="Chance of losing more than an amount, with and without the plan">
${ticks.map(
  (tick) => html`<line x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" class="s-line"/>
<text x="${px(x(tick))}" y="${HEIGHT - BOTTOM + 18}" class="soft axis ${tick === end ? 'end' : 'middle'}">${shortAmount(tick, currency)}</text>`,
)}
${[0, 0.5, 1].map(
  (chance) => html`<line x1="${LEFT}" x2="${WIDTH - 12}" y1="${px(y(chance))}" y2="${px(y(chance))}" class="s-line"/>
<text x="${LEFT - 8}" y="${px(y(chance) + 4)}" class="soft axis end">${Math.round(chance * 100)}%</text>`,
)}
<line x1="${LEFT}" x2="${WIDTH - 12}" y1="${px(y(tail))}" y2="${px(y(tail))}" class="s-edge dash"/>
<text x="${WIDTH - 14}" y="${px(y(tail) - 6)}" class="soft axis end">${oneIn(tail)}</text>
<path d="${curve(picture.without.totals)}" class="s-before"/>
<path d="${curve(picture.with.totals)}" class="s-with"/>
<text x="${px((LEFT + WIDTH) / 2)}" y="${HEIGHT - 4}" class="soft axis middle">total loss, ${currency}</text>
</svg>`;
}

/** Share of the ascending totals above a value. */
function shareAbove(totals: Float64Array, value: number): number {
  let low = 0;
  let high = totals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (totals[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return (totals.length - low) / Math.max(1, totals.length);
}

function oneIn(share: number): string {
  return share > 0 ? `1 case in ${Math.round(1 / share)}` : '';
}
