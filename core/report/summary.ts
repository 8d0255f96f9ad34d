import type { Unscheduled } from '../model/plan.ts';
import { MAX_TOTAL_STAKE } from '../model/units.ts';
import { count, grouped, money, percent } from './amount.ts';
import { inert } from './inert.ts';
import { dateRange, longDate } from './local-time.ts';
import { byNumberedText, byText, type Documents, type PlanView, planView } from './plan-view.ts';
import { fall, gapSentence } from './section/headline.ts';
import { CAUSE_ORDER, CAUSES, changeText } from './wording.ts';

const LISTED = 5;
/** A rep is full from this share of the cap on. */
const FULL = 0.95;

/** A plan for a terminal: plain lines, at most about 40, no colour, no control characters, ends in a line feed. */
export function summary(documents: Documents): string {
  const view = planView(documents);
  const lines = [...headline(view), '', ...people(view), '', ...leftOut(view), ...reserved(view), '', ...hours(view)];
  return `${lines.map((line) => inert(line.replaceAll('\u00a0', ' '))).join('\n')}\n`;
}

function headline(view: PlanView): string[] {
  const { plan, currency } = view;
  const { risk } = plan;
  const row = (name: string, value: string) => `  ${name.padEnd(22)}${value}`;
  const pair = (before: number, after: number) =>
    `${money(before, currency)} without, ${money(after, currency)} with the plan (${fall(before, after)})`;
  return [
    `Plan for ${dateRange(view.portfolio.horizon)}: ${count(plan.assignments.length, 'meeting')} with ${count(view.assignmentsOfAccount.size, 'account')}, ${count(view.portfolio.reps.length, 'rep')}`,
    row('protected value', money(plan.objective, currency)),
    row('proven gap', `${percent(plan.gap, 2)}. ${gapSentence(view)}`),
    row('expected loss', pair(risk.withoutPlan.expectedLoss, risk.expectedLoss)),
    row(`bad case (EVaR ${percent(risk.alpha)})`, pair(risk.withoutPlan.evar, risk.evar)),
  ];
}

function people(view: PlanView): string[] {
  const shares = view.plan.load
    .map((load) => ({ rep: load.rep, share: load.capMinutes > 0 ? load.plannedMinutes / load.capMinutes : 0 }))
    .sort((a, b) => b.share - a.share || byNumberedText(a.rep, b.rep));
  const full = shares.filter(({ share }) => share >= FULL);
  if (shares.length === 0) return ['Nobody to plan for: the portfolio has no reps.'];
  const names = (full.length > 0 ? full : shares)
    .slice(0, LISTED)
    .map(({ rep, share }) => `${rep} ${percent(share, 0)}`);
  const more = full.length > LISTED ? ` and ${full.length - LISTED} more` : '';
  return [
    `${full.length > 0 ? `Full: ${count(full.length, 'rep')}` : 'Nobody is full; busiest'} (of what may be planned): ${names.join(', ')}${more}`,
  ];
}

function leftOut(view: PlanView): string[] {
  const items = view.unscheduled;
  if (items.length === 0) return ['Left out: nothing, every engagement has its place.'];
  const groups = Map.groupBy(items, (item) => item.cause);
  const mandatory = items.filter((item) => item.mandatory).length;
  return [
    `Left out: ${count(items.length, 'engagement')} of ${grouped(view.portfolio.engagements.length)}${mandatory > 0 ? `, ${grouped(mandatory)} mandatory` : ''}`,
    ...CAUSE_ORDER.flatMap((cause) => {
      const group = groups.get(cause) ?? [];
      const example = group.toSorted((a, b) => atStake(view, b) - atStake(view, a))[0];
      if (!example) return [];
      return [
        `  ${grouped(group.length).padStart(6)}  ${CAUSES[cause].title}; e.g. ${example.engagement}: ${changeText(example.cheapestChange, view.currency)}`,
      ];
    }),
  ];
}

/** Left out on purpose, by the policy and not by the planner. */
function reserved({ portfolio, policy }: PlanView): string[] {
  const accounts = portfolio.heldOut ?? [];
  if (accounts.length === 0) return [];
  const engagements = accounts.reduce((sum, account) => sum + account.engagements.length, 0);
  return [
    '',
    `Reserved by lot, to measure what conversations achieve: ${count(accounts.length, 'account')} with ${count(engagements, 'engagement')}`,
    `  (policy ${policy.name}: learning.holdoutShare ${policy.learning.holdoutShare}; 0 plans them too)`,
  ];
}

/** The mandatory before the rest, then by expected loss if nobody acts. */
function atStake(view: PlanView, item: Unscheduled): number {
  const account = view.accounts.get(item.account);
  return (item.mandatory ? MAX_TOTAL_STAKE : 0) + (account?.stake ?? 0) * (account?.loss?.probability ?? 0);
}

function hours(view: PlanView): string[] {
  const best = view.plan.prices
    .filter((price) => price.perHour > 0)
    .toSorted((a, b) => b.perHour - a.perHour || byText(a.day, b.day) || byText(a.rep, b.rep))[0];
  if (!best) return ['Time is not scarce: one more hour of any rep would protect nothing more.'];
  return [`One more hour of ${best.rep} on ${longDate(best.day)} is worth ${money(best.perHour, view.currency)}.`];
}
