import { html } from './html.ts';
import { utcTime } from './local-time.ts';
import { page } from './page.ts';

/** After a decision was handed over to somebody else. */
export function renderHandedOver({ to, run, at }: { to: string; run: string; at: string }): string {
  return page({
    title: 'Handed over',
    narrow: true,
    header: html`<p class="kicker">Nothing is decided yet</p><h1>Handed over</h1>
<p class="lead">${to} gets a message with a link of their own and decides in your place.</p>`,
    main: html`<div class="card"><dl class="pairs"><dt>Handed over</dt><dd>${utcTime(at)}, to ${to}</dd>
<dt>Run</dt><dd class="digest">${run}</dd></dl></div>
<p class="soft small">Your link is used up; opening it again changes nothing.</p>`,
    footer: html`<p>You can close this page.</p>`,
  });
}
