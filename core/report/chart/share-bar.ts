import { type Html, html } from '../html.ts';
import { px } from './scale.ts';

/** A share of a whole, with a mark where a limit or a floor lies. Drawn beside the number, so hidden from readers. */
export function shareBar(share: number, mark?: number): Html {
  const x = (value: number) => px(Math.min(1, Math.max(0, value)) * 160);
  return html`<svg viewBox="0 0 160 16" width="160" height="16" aria-hidden="true">
<rect y="4" width="160" height="8" rx="4" class="f-line"/><rect y="4" width="${x(share)}" height="8" rx="4" class="f-with"/>${
    mark !== undefined && html`<line x1="${x(mark)}" x2="${x(mark)}" y1="0" y2="16" class="s-ink"/>`
  }</svg>`;
}
