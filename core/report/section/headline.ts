import { count, grouped, money, percent } from '../amount.ts';
import { type Html, html } from '../html.ts';
import type { PlanView } from '../plan-view.ts';

/** The numbers everything else explains: what is protected, on average and in the bad case, and how close to the best this is. */
export function headlineFigures(view: PlanView): Html {
  const { plan, currency } = view;
  return html`<dl class="figures">
<div class="figure main"><dt>Protected value</dt>
<dd class="big">${money(plan.objective, currency)}</dd>
<dd>${protectedSentence(view)}</dd></div>
<div class="figure"><dt>Expected loss</dt>
<dd class="big">${money(plan.risk.expectedLoss, currency)}</dd>
<dd>${money(plan.risk.withoutPlan.expectedLoss, currency)} without the plan: ${fall(plan.risk.withoutPlan.expectedLoss, plan.risk.expectedLoss)}</dd></div>
${
  plan.risk.alpha > 0 &&
  html`<div class="figure"><dt>${badCase(view)}</dt>
<dd class="big">${badCaseAmount(view)}</dd>
<dd>on average of these futures; ${money(plan.risk.withoutPlan.evar, currency)} without the plan: ${fall(plan.risk.withoutPlan.evar, plan.risk.evar)}</dd></div>`
}
<div class="figure"><dt>Proven gap to the best plan</dt>
<dd class="big">${plan.gap === 0 ? 'none' : `≤ ${percent(plan.gap, 2)}`}</dd>
<dd>${gapSentence(view)}</dd></div>
</dl>`;
}

/** `Bad case, 1 in 20`: the tail in words. */
export function badCase(view: PlanView): string {
  return badCaseName(view.plan.risk.alpha);
}

export function badCaseName(alpha: number): string {
  return alpha > 0 ? `Bad case, worst 1 in ${grouped(Math.round(1 / (1 - alpha)))}` : 'Expected loss';
}

/** `< USD 2.82 M`: EVaR bounds the average loss of the tail from above. */
export function badCaseAmount({ plan: { risk }, currency }: PlanView): string {
  return risk.alpha > 0 ? `<\u00a0${money(risk.evar, currency)}` : money(risk.evar, currency);
}

/** How protected value and the fall in expected loss go together, so that a reader can check one against the other. */
export function protectedSentence({ plan: { risk }, currency }: PlanView): string {
  const fallen = money(risk.withoutPlan.expectedLoss - risk.expectedLoss, currency);
  if ((risk.markets ?? []).length > 0)
    return `Counted for the market as forecast, less costs: so it is not the fall in expected loss over all its states (${fallen}).`;
  return risk.theta > 0
    ? `Counts a bad case for more than an average one, less costs: so it is not the fall in expected loss (${fallen}).`
    : `The fall in expected loss (${fallen}), less what contacts and moved meetings cost.`;
}

export function gapSentence(view: PlanView): string {
  const bound = money(view.plan.bound, view.currency);
  return `No plan${dutyClause(view)} can protect more than ${view.plan.gap === 0 ? 'this' : bound}.`;
}

/** Which plans the bound is about, where serving accounts that waited too long was counted on: a relative clause, or nothing. */
export function dutyClause({ plan }: PlanView): string {
  const served = plan.certificate.starvedServed ?? 0;
  return served === 0 ? '' : ` that meets at least ${count(served, 'account')} passed over too often`;
}

/** `18% less`, `the same`, `3% more`. */
export function fall(before: number, after: number): string {
  if (before === after || before === 0) return 'no change';
  const change = (before - after) / before;
  return change > 0 ? `${percent(change)} less` : `${percent(-change)} more`;
}
