import { isBelowFloor } from '../../policy/parity-floor.ts';
import { count, duration, money, percent, shortAmount } from '../amount.ts';
import { shareBar } from '../chart/share-bar.ts';
import { type FullDays, fullDays } from '../full-days.ts';
import { type Html, html, isolated } from '../html.ts';
import { datesOf, longDate, shortDate } from '../local-time.ts';
import { byNumberedText, byText, type PlanView } from '../plan-view.ts';

const LISTED_REPS = 24;
const SENTENCES = 3;

/** What one more hour of each rep on each day is worth, from the certificate's prices. */
export function priceSection(view: PlanView): Html {
  const { currency, plan } = view;
  const worth = plan.prices
    .filter((price) => price.perHour > 0)
    .sort((a, b) => b.perHour - a.perHour || byText(a.day, b.day) || byText(a.rep, b.rep));
  const top = worth[0]?.perHour ?? 0;
  const best = new Map<string, number>();
  for (const price of worth) best.set(price.rep, Math.max(best.get(price.rep) ?? 0, price.perHour));
  const reps = [...best.keys()].slice(0, LISTED_REPS).sort(byNumberedText);
  const at = new Map(worth.map((price) => [`${price.rep} ${price.day}`, price.perHour]));
  const days = datesOf(view.portfolio.horizon).filter((day) => worth.some((price) => price.day === day));
  return html`<section id="prices" aria-labelledby="prices-title">
<h2 id="prices-title">What one more hour is worth</h2>
${
  worth.length === 0
    ? html`<p class="lead">Nobody is short of time: one more hour of any rep would protect nothing more.</p>`
    : html`<p class="lead">${worth
        .slice(0, SENTENCES)
        .map((price, index) =>
          index === 0
            ? `One more hour of ${price.rep} on ${longDate(price.day)} is worth ${money(price.perHour, currency)}`
            : `${index === 1 ? '; of ' : ', of '}${price.rep} on ${shortDate(price.day)} ${money(price.perHour, currency)}`,
        )}.</p>
<div class="scroll card" tabindex="0" role="region" aria-label="Worth of one more hour by rep and day">
<table class="heat"><thead><tr><td></td>${days.map((day) => html`<th scope="col" class="num">${shortDate(day)}</th>`)}</tr></thead><tbody>
${reps.map(
  (rep) =>
    html`<tr><th scope="row">${rep}</th>${days.map((day) => {
      const price = at.get(`${rep} ${day}`) ?? 0;
      return html`<td class="h${shade(price, top)}">${price > 0 ? shortAmount(price, currency) : '·'}</td>`;
    })}</tr>`,
)}
</tbody></table></div>
<p class="small soft">In ${currency} per hour. ${best.size > reps.length && `The ${reps.length} reps with the dearest hours of ${best.size}. `}The first minutes are worth this much; prices fall as time is added.</p>`
}
</section>`;
}

/** Planned minutes of each rep against the ceiling and what is free. */
export function loadSection(view: PlanView): Html {
  const shares = view.plan.load
    .map((load) => ({ load, share: shareOf(load.plannedMinutes, load.capMinutes) }))
    .sort((a, b) => b.share - a.share || byNumberedText(a.load.rep, b.load.rep));
  const listed = shares.slice(0, LISTED_REPS);
  const days = new Map(fullDays(view).map((each) => [each.rep, each]));
  return html`<section id="load" aria-labelledby="load-title">
<h2 id="load-title">Load of the team</h2>
<p class="lead">Each rep’s daily limits bind: minutes and number of meetings, and never above ${percent(view.policy.rep.loadCeiling)} of free time; leave and busy hours are not free time.</p>
<p>The mark is where those limits end. A day is full where nothing that waits for a place fits into it any more. Limits are those of whole days, hours already past when this was planned among them.</p>
${surchargeNote(view)}
<div class="card"><table class="stack"><thead><tr><th scope="col">Rep</th><th scope="col">Free time in meetings</th>
<th scope="col" class="num">Planned</th><th scope="col" class="num">Of daily limits</th><th scope="col" class="num">Full days</th></tr></thead><tbody>
${listed.map(
  ({ load, share }) => html`<tr><th scope="row">${load.rep}</th>
<td><span class="bar">${shareBar(shareOf(load.plannedMinutes, load.availableMinutes), shareOf(load.capMinutes, load.availableMinutes))}${percent(shareOf(load.plannedMinutes, load.availableMinutes), 0)}</span></td>
<td class="num first">${count(load.engagements, 'meeting')}</td><td class="num"><strong>${percent(share, 0)}</strong><br><span class="soft small">${duration(load.plannedMinutes)} of ${duration(load.capMinutes)}</span></td>
<td class="num wide"><span class="phone">full days </span>${fullText(days.get(load.rep))}</td></tr>`,
)}
</tbody></table></div>
${shares.length > listed.length && html`<p class="small soft">The ${listed.length} busiest of ${count(shares.length, 'rep')}.</p>`}
</section>`;
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function fullText(days: FullDays | undefined): string {
  return days === undefined ? '–' : `${days.full} of ${days.days}`;
}

/** Who was asked less of because of what they carried before, and how much that weighed. */
function surchargeNote({ plan, currency }: PlanView): Html | null {
  const asked = plan.load
    .flatMap(({ rep, historyShare = 0, surchargePerMinute = 0 }) =>
      surchargePerMinute > 0 ? [{ rep, historyShare, perHour: 60 * surchargePerMinute }] : [],
    )
    .sort((a, b) => b.perHour - a.perHour || byNumberedText(a.rep, b.rep));
  if (asked.length === 0) return null;
  const named = asked
    .slice(0, SENTENCES)
    .map(
      ({ rep, historyShare, perHour }) =>
        `${rep} (${percent(historyShare)} of the average, ${money(perHour, currency)})`,
    );
  return html`<p>${count(asked.length, 'rep')} carried more than the others before, so an hour of theirs counted for less in this plan:
${named.join(', ')}${asked.length > named.length && ` and ${count(asked.length - named.length, 'more rep')}`}.</p>`;
}

/** Coverage of the declared groups, held to the floor. */
export function paritySection(view: PlanView): Html | null {
  const { floor, minimumSize } = view.policy.equity;
  if (view.plan.parity.length === 0) return null;
  const broken = view.plan.parity.filter((group) => isBelowFloor(group, floor));
  const groups = [...Map.groupBy(view.plan.parity, (group) => group.group)];
  return html`<section id="parity" aria-labelledby="parity-title">
<h2 id="parity-title">Fair coverage</h2>
<p class="lead">${
    broken.length === 0
      ? `Every group is covered at least ${percent(floor)} as well as the best covered one.`
      : html`<strong>${count(broken.length, 'group')} below the floor:</strong> each should be covered at least ${percent(floor)} as well as the best.`
  }</p>
${floorPrice(view)}
<div class="pair">${groups.map(
    ([name, list]) => html`<div class="card"><h3>${isolated(name)}</h3><table><thead><tr><th scope="col">Group</th>
<th scope="col">Covered</th><th scope="col" class="num">Of the best</th></tr></thead><tbody>
${list.map(
  (group) => html`<tr><th scope="row">${isolated(group.value)}</th>
<td>${shareBar(group.coverage)}<span class="small soft">${group.covered} of ${count(group.eligible, 'account')}, ${percent(group.coverage, 0)}</span></td>
<td class="num">${percent(group.ratio, 0)}<br><span class="small">${
    group.reportOnly
      ? html`<span class="soft">too few to judge</span>`
      : isBelowFloor(group, floor)
        ? html`<span class="error">below ${percent(floor)}</span>`
        : html`<span class="soft">holds</span>`
  }</span></td></tr>`,
)}</tbody></table></div>`,
  )}</div>
<p class="small soft">Counted are accounts that a meeting could be held with under the rules; the scorecard counts all with open engagements.
Groups with fewer than ${count(minimumSize, 'such account')} are reported, not judged.</p>
</section>`;
}

/** What the floor costs: against the plan made without it. */
function floorPrice({ plan: { parityFloor }, policy, currency }: PlanView): Html | null {
  if (parityFloor === undefined || policy.equity.parityRounds === 0) return null;
  const { reached, price } = parityFloor;
  if (price > 0)
    return html`<p>${reached ? 'Holding the floor' : 'Coming this near to the floor'} costs ${money(price, currency)} of protected value, against the plan made without it.</p>`;
  return reached ? html`<p>Holding the floor costs nothing: the plan made without it protects no more.</p>` : null;
}

function shade(price: number, top: number): number {
  return price <= 0 || top <= 0 ? 0 : Math.min(4, 1 + Math.floor((price / top) * 4 - 1e-9));
}
