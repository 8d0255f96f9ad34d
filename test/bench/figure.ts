import { px } from '../../core/report/chart/scale.ts';
import { type Html, html } from '../../core/report/html.ts';
import type { BenchRow } from './row.ts';

interface Series {
  readonly label: string;
  readonly points: readonly { readonly size: number; readonly value: number }[];
  readonly strong: boolean;
}

interface Axis {
  readonly title: string;
  readonly ticks: readonly number[];
  readonly text: (tick: number) => string;
  readonly logarithmic: boolean;
}

const PANEL = 360;
const HEIGHT = 270;
const LEFT = 56;
const RIGHT = 74;
const TOP = 34;
const BOTTOM = 44;
const SIZES = [100, 1_000, 10_000, 100_000];
const LOAD = 1.3;

/** Colours of the reports in both schemes; the picture stands alone, so they are in it. */
const STYLE = `text{font:13px -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:#575e64}
.title{fill:#191c1e;font-weight:650}.paper{fill:#faf9f6}
.grid{stroke:#e3e0d9}.a{stroke:#0b6b5d;fill:none;stroke-width:2.5}.b{stroke:#8a867d;fill:none;stroke-width:2.5}
.pa{fill:#0b6b5d}.pb{fill:#8a867d}.end{text-anchor:end}.middle{text-anchor:middle}
@media (prefers-color-scheme:dark){text{fill:#a9b0b5}.title{fill:#edebe6}.paper{fill:#111416}.grid{stroke:#2d3337}
.a{stroke:#62cfb9}.pa{fill:#62cfb9}.b{stroke:#80868b}.pb{fill:#80868b}}`;

/** Proven gap and processor time over the number of engagements, hard time rules alone and all rules; medians at load 1.3. */
export function figure(medianRows: readonly BenchRow[]): string {
  const series = (value: (row: BenchRow) => number): readonly Series[] =>
    [
      { label: 'time rules', prefix: /^time-\d+k?$/, strong: true },
      { label: 'all rules', prefix: /^all-\d+k?$/, strong: false },
    ].map(({ label, prefix, strong }) => ({
      label,
      strong,
      points: medianRows
        .filter(({ family, rival, load }) => rival === undefined && load === LOAD && prefix.test(family))
        .map((row) => ({ size: row.engagements, value: value(row) }))
        .sort((a, b) => a.size - b.size),
    }));
  const gap = series((row) => 100 * row.gap);
  const most = Math.max(0.4, ...gap.flatMap(({ points }) => points.map(({ value }) => value)));
  const gapTicks = Array.from({ length: Math.ceil(most / 0.2) + 1 }, (_, i) => i / 5);
  const gaps = { title: 'proven gap, %', ticks: gapTicks, text: (t: number) => t.toFixed(1), logarithmic: false };
  const times = {
    title: 'processor time, seconds',
    ticks: [0.1, 1, 10, 100],
    text: String,
    logarithmic: true,
  };
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * PANEL} ${HEIGHT}" width="${2 * PANEL}" height="${HEIGHT}" role="img" aria-label="Proven gap and processor time over the number of engagements">
<style>${STYLE_PART}</style>
<rect class="paper" width="${2 * PANEL}" height="${HEIGHT}"/>
${panel(gap, gaps, 0)}
${panel(
  series((row) => row.seconds),
  times,
  PANEL,
)}
</svg>`.text.replace(STYLE_PART, STYLE)}\n`;
}

/** Where the style goes: templates escape what they are given, and a style sheet has quotes. */
const STYLE_PART = 'style-sheet';

function panel(series: readonly Series[], axis: Axis, left: number): Html {
  const scale = (value: number) => (axis.logarithmic ? Math.log10(value) : value);
  const low = scale(axis.ticks[0] ?? 0);
  const high = scale(axis.ticks.at(-1) ?? 1);
  const y = (value: number) => HEIGHT - BOTTOM - ((scale(value) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const x = (size: number) => left + LEFT + ((Math.log10(size) - 2) / 3) * (PANEL - LEFT - RIGHT);
  const from = left + LEFT;
  const to = left + PANEL - RIGHT;
  return html`<text x="${from}" y="18" class="title">${axis.title}</text>
${axis.ticks.map(
  (tick) => html`<line x1="${from}" x2="${to}" y1="${px(y(tick))}" y2="${px(y(tick))}" class="grid"/>
<text x="${from - 8}" y="${px(y(tick) + 4)}" class="end">${axis.text(tick)}</text>
`,
)}${SIZES.map((size) => html`<text x="${px(x(size))}" y="${HEIGHT - BOTTOM + 20}" class="middle">${size.toLocaleString('en')}</text>`)}
<text x="${px((from + to) / 2)}" y="${HEIGHT - 6}" class="middle">engagements</text>
${series
  .filter(({ points }) => points.length > 0)
  .map(({ points, strong, label }) => {
    const path = points.map(({ size, value }, i) => `${i === 0 ? 'M' : 'L'}${px(x(size))} ${px(y(value))}`).join('');
    const end = points.at(-1) ?? { size: 1, value: 1 };
    return html`<path d="${path}" class="${strong ? 'a' : 'b'}"/>
${points.map(({ size, value }) => html`<circle cx="${px(x(size))}" cy="${px(y(value))}" r="3.5" class="${strong ? 'pa' : 'pb'}"/>`)}
${strong ? html`<text x="${px(x(end.size) + 8)}" y="${px(y(end.value) + 4)}">${label}</text>` : html`<text x="${px(x(end.size) - 4)}" y="${px(y(end.value) - 10)}" class="end">${label}</text>`}
`;
  })}`;
}
