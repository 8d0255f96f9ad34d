import type { Cause, Unscheduled } from '../../model/plan.ts';
import type { AccountRisk } from '../account-risk.ts';
import { count, grouped, money, shortAmount } from '../amount.ts';
import { CAUSE_ORDER, CAUSES } from '../cause-words.ts';
import { changeText, changeTheme } from '../change-words.ts';
import { type Html, html, joined } from '../html.ts';
import { byText, type PlanView } from '../plan-view.ts';
import { leftOutReasons } from '../reason-texts.ts';

const LISTED_ITEMS = 12;
const LISTED_CHANGES = 4;

interface Item {
  readonly item: Unscheduled;
  /** Expected loss of its account with the plan as it is, minor units. */
  readonly expectedLoss: number;
}

/** What is not in the plan, grouped by cause, with the cheapest change for each. */
export function leftOutSection(view: PlanView, risks: readonly AccountRisk[]): Html {
  const expected = new Map(risks.map((risk) => [String(risk.account.id), risk.expectedWith]));
  const items = view.unscheduled.map((item) => ({ item, expectedLoss: expected.get(item.account) ?? 0 }));
  const groups = Map.groupBy(items, ({ item }) => item.cause);
  const causes = CAUSE_ORDER.filter((cause) => groups.has(cause));
  const mandatory = items.filter(({ item }) => item.mandatory).length;
  return html`<section id="left-out" aria-labelledby="left-out-title">
<h2 id="left-out-title">What was left out, and why</h2>
${
  items.length === 0
    ? html`<p class="lead">Nothing: every engagement has its place.</p>`
    : html`<p class="lead">${count(items.length, 'engagement')} of ${grouped(view.portfolio.engagements.length)} ${items.length === 1 ? 'is' : 'are'} not in the plan${
        mandatory > 0 ? html`, <strong>${grouped(mandatory)} of them mandatory</strong>` : ', none of them mandatory'
      }.</p>`
}
${causes.map((cause) => causeGroup(view, cause, groups.get(cause) ?? []))}
</section>`;
}

function causeGroup(view: PlanView, cause: Cause, items: readonly Item[]): Html {
  const { currency } = view;
  const accounts = new Map(items.map(({ item, expectedLoss }) => [String(item.account), expectedLoss]));
  const total = [...accounts.values()].reduce((sum, value) => sum + value, 0);
  return html`<details>
<summary><span class="row"><span class="title">${CAUSES[cause].title}</span><span class="soft">${CAUSES[cause].text}</span>
<span class="end">${count(items.length, 'engagement')} <span class="soft">· ${money(total, currency)} expected loss</span></span></span></summary>
<div class="body">
${sharedChanges(items, currency)}
${itemTable(items, currency)}
</div></details>`;
}

/** Mandatory ones first, then by expected loss. Where no single change helps any of them, that is said once. */
function itemTable(items: readonly Item[], currency: string): Html {
  const listed = items
    .toSorted(
      (a, b) =>
        Number(b.item.mandatory) - Number(a.item.mandatory) ||
        b.expectedLoss - a.expectedLoss ||
        byText(a.item.engagement, b.item.engagement),
    )
    .slice(0, LISTED_ITEMS);
  const rest = items.length - listed.length;
  const changeable = listed.some(({ item }) => item.cheapestChange.kind !== 'none');
  return html`${!changeable && html`<p class="small">No single change of a kind we know would place them.</p>`}
<table class="stack"><thead><tr><th scope="col">Engagement</th><th scope="col">Account</th>
${changeable && html`<th scope="col">Cheapest change that would place it</th>`}
<th scope="col" class="num">Expected loss, ${currency}</th></tr></thead><tbody>
${listed.map(
  ({ item, expectedLoss }) =>
    html`<tr><th scope="row">${item.engagement}${item.mandatory && html` <span class="chip warn">mandatory</span>`}</th><td>${item.account}</td>
${changeable && html`<td class="wide">${changeText(item.cheapestChange, currency)}${reasons(item, currency)}</td>`}
<td class="num wide"><span class="phone">expected loss ${currency} </span>${shortAmount(expectedLoss, currency)}</td></tr>`,
)}
</tbody></table>${rest > 0 && html`<p class="soft small">${count(rest, 'more engagement')} in the plan itself.</p>`}`;
}

function reasons(item: Unscheduled, currency: string): Html | null {
  const texts = leftOutReasons(item, currency);
  if (texts.length === 0) return null;
  return html`<br><span class="soft small">${joined(texts, '; ')}</span>`;
}

/** One change that several items wait for is worth a conversation; those with most expected loss come first. */
function sharedChanges(items: readonly Item[], currency: string): Html | null {
  const shared = [...Map.groupBy(items, ({ item }) => changeTheme(item.cheapestChange))]
    .map(([theme, list]) => ({ theme, list, value: list.reduce((sum, { expectedLoss }) => sum + expectedLoss, 0) }))
    .filter(({ theme, list }) => theme !== null && list.length > 1)
    .sort((a, b) => b.value - a.value || byText(a.theme ?? '', b.theme ?? ''));
  if (shared.length === 0) return null;
  return html`<p class="small strong">What would help most</p><ul class="items small">${shared
    .slice(0, LISTED_CHANGES)
    .map(
      ({ theme, list, value }) =>
        html`<li>${theme}: ${count(list.length, 'engagement')} with ${money(value, currency)} of expected loss wait for it.</li>`,
    )}</ul>`;
}
