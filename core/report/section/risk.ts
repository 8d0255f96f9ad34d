import { roundHalfUp } from '../../numeric/round-half-up.ts';
import { evar } from '../../risk/evar.ts';
import type { AccountRisk } from '../account-risk.ts';
import { count, money, percent, shortAmount } from '../amount.ts';
import { dumbbells } from '../chart/dumbbells.ts';
import { exceedanceChart } from '../chart/exceedance.ts';
import { beforeAndAfterLegend, pairedBars } from '../chart/paired-bars.ts';
import { type Html, html } from '../html.ts';
import { byText, type PlanView } from '../plan-view.ts';
import type { TailPicture } from '../tail-picture.ts';
import { fall } from './headline.ts';

const LISTED = 12;
const LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99] as const;

/** Risk before and after: the average, the tail, the whole distribution, and the accounts that make the difference. */
export function riskSection(view: PlanView, risks: readonly AccountRisk[], tail: TailPicture): Html {
  const { plan, currency } = view;
  const { risk } = plan;
  const { markets = [] } = risk;
  const level = percent(risk.alpha);
  return html`<section id="risk" aria-labelledby="risk-title">
<h2 id="risk-title">Risk, before and after</h2>
<p class="lead">On average the portfolio loses ${lessOrAsMuch(risk.withoutPlan.expectedLoss, risk.expectedLoss)}; in the bad case it
loses ${lessOrAsMuch(risk.withoutPlan.evar, risk.evar)}.</p>
${marketNote(view)}${beforeAndAfterLegend()}
<div class="pair">
<div class="card"><h3>Average and bad case</h3>${pairedBars(
    [
      { label: 'Expected loss', without: risk.withoutPlan.expectedLoss, with: risk.expectedLoss },
      {
        label: `Mean of the worst ${percent(1 - risk.alpha)} (CVaR)`,
        without: tail.without.cvar,
        with: tail.with.cvar,
      },
      { label: `Bad case (EVaR at ${level}, an upper bound)`, without: risk.withoutPlan.evar, with: risk.evar },
    ],
    currency,
  )}</div>
<div class="card"><h3>Chance of losing more than …</h3>${exceedanceChart(tail, currency)}
<p class="small soft">${count(tail.scenarios, 'simulated future')}${markets.length > 0 && ' of the market as forecast'}, the same ones with and without the plan.</p></div>
</div>
${levels(view, risks)}${contributions(view, risks)}
</section>`;
}

/** As the rest of a sentence. */
function lessOrAsMuch(before: number, after: number): string {
  return before === after || before === 0 ? 'as much as without the plan' : fall(before, after);
}

/** Which market the figures are taken over, where the policy declares more than the forecast. */
function marketNote({ plan }: PlanView): Html | null {
  const { markets = [] } = plan.risk;
  if (markets.length === 0) return null;
  const total = markets.reduce((sum, { weight }) => sum + weight, 0);
  const named = markets.map(
    ({ name, weight, hazard }) =>
      `${name} (${percent(weight / total)}, hazards times ${Number(hazard.toPrecision(3))})`,
  );
  return html`<p class="soft">Average and bad case are taken over states of the market that all accounts share: ${named.join('; ')}.
The simulated futures, the mean of the worst taken from them (CVaR) and the other levels below are those of the market as forecast.</p>`;
}

/** The bad case at other levels: whether the plan helps in rough and in rare futures alike. */
function levels(view: PlanView, risks: readonly AccountRisk[]): Html {
  const stakes = risks.map((risk) => risk.account.stake);
  const at = (losses: readonly number[], alpha: number) => roundHalfUp(evar({ losses, stakes }, alpha).evar);
  const without = risks.map((risk) => risk.lossWithout);
  const withPlan = risks.map((risk) => risk.lossWith);
  const rows = LEVELS.map((alpha) => ({ alpha, before: at(without, alpha), after: at(withPlan, alpha) }));
  return html`<details><summary><span class="title">The bad case at other levels</span></summary><div class="body">
<table><thead><tr><th scope="col">Worst</th><th scope="col" class="num">Without, ${view.currency}</th><th scope="col" class="num">With</th><th scope="col" class="num">Change</th></tr></thead><tbody>
${rows.map(
  ({
    alpha,
    before,
    after,
  }) => html`<tr><th scope="row">1 in ${Math.round(1 / (1 - alpha))}</th><td class="num soft">${shortAmount(before, view.currency)}</td>
<td class="num">${shortAmount(after, view.currency)}</td><td class="num">${fall(before, after)}</td></tr>`,
)}</tbody></table><p class="small soft">EVaR, an upper bound of the average loss in that share of futures.</p></div></details>`;
}

function contributions(view: PlanView, risks: readonly AccountRisk[]): Html {
  const { currency } = view;
  const saved = risks
    .map((risk) => ({ risk, saved: risk.expectedWithout - risk.expectedWith }))
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved || byText(a.risk.account.id, b.risk.account.id));
  if (saved.length === 0) return html`<p>No account's expected loss changes.</p>`;
  const total = saved.reduce((sum, entry) => sum + entry.saved, 0);
  const top = saved.slice(0, LISTED);
  const share = top.reduce((sum, entry) => sum + entry.saved, 0) / total;
  return html`<div class="card"><h3>Accounts that make the difference</h3>
<p class="soft">Expected loss of ${top.length === saved.length ? 'each account' : `the ${top.length} largest`}, from without to with the plan.
${
  top.length < saved.length &&
  `They are ${percent(share)} of the fall; ${count(saved.length - top.length, 'more account')} share the other ${money(total * (1 - share), currency)}.`
}</p>
${dumbbells(
  'Expected loss by account, without and with the plan',
  top.map(({ risk }) => ({ label: risk.account.id, without: risk.expectedWithout, with: risk.expectedWith })),
  currency,
)}</div>`;
}
