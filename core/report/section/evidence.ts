import { exactMoney, grouped, percent } from '../amount.ts';
import { type Html, html } from '../html.ts';
import type { PlanView } from '../plan-view.ts';
import { dutyClause } from './headline.ts';

/** The certificate in short, what the plan was made from, and how anyone can check both without trusting us. */
export function evidenceSection(view: PlanView, planDigest: string | undefined): Html {
  const { plan, currency } = view;
  const prices = Object.values(plan.certificate.multipliers)
    .flatMap((days) => Object.values(days))
    .reduce((sum, day) => sum + day.slots.filter((slot) => slot > 0).length, 0);
  return html`<section id="proof" aria-labelledby="proof-title">
<h2 id="proof-title">Proof, and how to check it</h2>
<p class="lead">The plan carries a certificate: prices of time from which anyone can compute, in one pass, that no plan
under the same rules${dutyClause(view)} protects more than the bound.</p>
<div class="pair"><div class="card"><h3>Certificate</h3><dl class="pairs">
<dt>Objective</dt><dd>${exactMoney(plan.objective, currency)}</dd>
<dt>Bound</dt><dd>${exactMoney(plan.bound, currency)}</dd>
<dt>Proven gap</dt><dd>${percent(plan.gap, 3)}</dd>
<dt>Measured at</dt><dd>${plan.risk.measure === 'evar' ? `EVaR, α ${plan.risk.alpha}, θ ${plan.risk.theta.toPrecision(4)}` : 'the average (neutral)'}</dd>
<dt>Prices</dt><dd>${grouped(prices)} priced slots of ${plan.certificate.slotMinutes} min</dd></dl></div>
<div class="card"><h3>Made from</h3><dl class="pairs">
${planDigest !== undefined && html`<dt>Plan</dt><dd class="digest">${planDigest}</dd>`}
<dt>Portfolio</dt><dd class="digest">${plan.portfolio}</dd>
<dt>Policy</dt><dd class="digest">${plan.policy}</dd>
<dt>Published before</dt><dd class="digest">${plan.published ?? 'nothing'}</dd>
<dt>Code</dt><dd class="digest">${plan.code}</dd></dl></div></div>
<h3>Check it yourself</h3>
<p>With the evidence of the run in a folder, no network and no account needed:</p>
<pre tabindex="0"><code>npm run verify -- evidence    # hash chain, every rule, objective, bound
npm run replay -- evidence    # the same input gives the same bytes</code></pre>
</section>`;
}
