import { money } from '../amount.ts';
import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

export interface Pair {
  readonly label: string;
  readonly without: number;
  readonly with: number;
}

/**
 * Two bars a measure on one scale from zero; the numbers are text, so they read at every width. Charts here are
 * rectangles and lines on linear scales: less code than a chart library needs to be told, and the bytes stay ours.
 */
export function pairedBars(pairs: readonly Pair[], currency: string): Html {
  const top = Math.max(1, ...pairs.flatMap((pair) => [pair.without, pair.with]));
  const bar = (value: number, mark: string, words: string) => html`<dd class="measure">
<svg height="20" aria-hidden="true"><rect width="${px((Math.max(0, value) / top) * 100)}%" height="20" rx="3" class="${mark}"/></svg>
<span><span class="hidden">${words} </span>${money(value, currency)}</span></dd>`;
  return html`<dl class="bars">${pairs.map(
    (pair) => html`<dt>${pair.label}</dt>
${bar(pair.without, 'f-before', 'without the plan')}${bar(pair.with, 'f-with', 'with the plan')}`,
  )}</dl>`;
}

/** The two colours that mean the same in every chart. */
export function beforeAndAfterLegend(): Html {
  const swatch = (mark: string) =>
    html`<svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" rx="3" class="${mark}"/></svg>`;
  return html`<ul class="legend"><li>${swatch('f-before')}without the plan</li><li>${swatch('f-with')}with the plan</li></ul>`;
}
