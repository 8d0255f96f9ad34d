import type { CalibrationFigures } from '../../model/learning.ts';
import { grouped } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { niceTicks, px } from './scale.ts';

const WIDTH = 360;
const HEIGHT = 232;
const LEFT = 44;
const BOTTOM = 42;
const TOP = 8;

/** Forecast chance against the share that was lost: a right forecast lies on the diagonal. Larger dots, more accounts. */
export function reliabilityChart({ curve }: CalibrationFigures): Html {
  const most = curve.reduce((top, { forecast, observed }) => Math.max(top, forecast, observed), 0.01);
  const ticks = niceTicks(Math.min(1, most), 4).filter((tick) => tick <= 1.0001);
  const end = Math.max(most, ticks.at(-1) ?? 1);
  const x = (share: number) => px(LEFT + (share / end) * (WIDTH - LEFT - 12));
  const y = (share: number) => px(TOP + (1 - share / end) * (HEIGHT - TOP - BOTTOM));
  const largest = curve.reduce((top, { count }) => Math.max(top, count), 1);
  const percent = (tick: number) => `${Math.round(tick * 100)}%`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="430" role="img" aria-label="Forecast chance of loss against the share of accounts that was lost">
${ticks.map(
  (tick) => html`<line x1="${x(tick)}" x2="${x(tick)}" y1="${y(0)}" y2="${y(end)}" class="s-line"/>
<line x1="${x(0)}" x2="${x(end)}" y1="${y(tick)}" y2="${y(tick)}" class="s-line"/>
<text x="${x(tick)}" y="${HEIGHT - BOTTOM + 18}" class="soft axis ${tick === ticks.at(-1) ? 'end' : 'middle'}">${percent(tick)}</text>
<text x="${LEFT - 8}" y="${px(Number(y(tick)) + 4)}" class="soft axis end">${percent(tick)}</text>`,
)}
<line x1="${x(0)}" y1="${y(0)}" x2="${x(end)}" y2="${y(end)}" class="s-edge dash"/>
<path d="${curve.map(({ forecast, observed }, i) => `${i === 0 ? 'M' : 'L'}${x(forecast)} ${y(observed)}`).join('')}" class="s-with"/>
${curve.map(
  ({ forecast, observed, count }) =>
    html`<circle cx="${x(forecast)}" cy="${y(observed)}" r="${px(2.5 + 3.5 * Math.sqrt(count / largest))}" class="f-with"><title>${grouped(Math.round(count))} accounts: forecast ${percent(forecast)}, lost ${percent(observed)}</title></circle>`,
)}
<text x="${px((LEFT + WIDTH) / 2)}" y="${HEIGHT - 4}" class="soft axis middle">forecast chance of loss</text>
</svg>`;
}
