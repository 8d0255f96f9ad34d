import { px } from '../chart/scale.ts';
import { type Html, html } from '../html.ts';
import { measureTitle } from './measure-words.ts';
import type { MeasuredCheck } from './proposal-view.ts';

/** As wide as a phone shows without scrolling: a measure is named above its interval, not beside it. */
const WIDTH = 320;
const LEFT = 6;
const RIGHT = 6;
const ROW = 44;
const FOOT = 26;
/** Tolerances to both sides of zero that are drawn; an interval beyond ends at the edge. */
const REACH = 2;

/**
 * How much worse than stable each measure can be, as its interval on the scale of its own tolerance: left of the line at one
 * it is within, for sure. The numbers stand in the table beside it.
 */
export function intervalChart(measures: readonly MeasuredCheck[]): Html {
  const x = (share: number) =>
    px(LEFT + ((Math.min(REACH, Math.max(-REACH, share)) + REACH) / (2 * REACH)) * (WIDTH - LEFT - RIGHT));
  const bottom = measures.length * ROW + 6;
  const label =
    'Difference from the policy in force in the same worlds: better to the left, worse to the right, each on the scale of its limit';
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + FOOT}" width="${WIDTH}" role="img" aria-label="${label}">
<line x1="${x(0)}" x2="${x(0)}" y1="0" y2="${bottom}" class="s-line"/><text x="${x(0)}" y="${bottom + 18}" class="soft axis middle">as now</text>
<line x1="${x(1)}" x2="${x(1)}" y1="0" y2="${bottom}" class="s-edge dash"/><text x="${x(1)}" y="${bottom + 18}" class="soft axis middle">limit</text>
<text x="${x(-REACH)}" y="${bottom + 18}" class="soft axis">better</text><text x="${x(REACH)}" y="${bottom + 18}" class="soft axis end">worse</text>
${measures.map(({ check, mean, low, high, tolerance }, index) => {
  const y = index * ROW + 30;
  const scale = Math.max(1e-9, Math.abs(tolerance));
  return html`<g><title>${check.text}</title><text x="0" y="${y - 14}">${measureTitle(check.name)}</text>
<line x1="${x(low / scale)}" x2="${x(high / scale)}" y1="${y}" y2="${y}" class="s-with"/>
<circle cx="${x(mean / scale)}" cy="${y}" r="4" class="f-with"/></g>`;
})}
</svg>`;
}
