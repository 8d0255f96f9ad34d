import type { Unscheduled } from '../model/plan.ts';
import { MAX_TOTAL_STAKE } from '../model/units.ts';
import { count, grouped, money, percent } from './amount.ts';
import { CAUSE_ORDER, CAUSES } from './cause-words.ts';
import { changeText } from './change-words.ts';
import { fullDays } from './full-days.ts';
import { inert } from './inert.ts';
import { dateRange, longDate } from './local-time.ts';
import { byNumberedText, byText, type Documents, type PlanView, planView } from './plan-view.ts';
import { fall, gapSentence, protectedSentence } from './section/headline.ts';

const LISTED = 5;

/** A plan for a terminal: plain lines, at most about 40, no colour, no control characters, ends in a line feed. */
export function summary(documents: Documents): string {
  const view = planView(documents);
  const lines = [...headline(view), '', ...people(view), '', ...leftOut(view), ...reserved(view), '', ...hours(view)];
  return `${lines.map((line) => inert(line.replaceAll('\u00a0', ' '))).join('\n')}\n`;
}

function headline(view: PlanView): string[] {
  const { plan, currency } = view;
  const { risk } = plan;
  const row = (name: string, value: string) => `  ${name.padEnd(24)}${value}`;
  const pair = (before: number, after: number) =>
    `${money(before, currency)} without, ${money(after, currency)} with the plan (${before === after ? 'the same' : fall(before, after)})`;
  return [
    `Plan for ${dateRange(view.portfolio.horizon)}: ${count(plan.assignments.length, 'meeting')} with ${count(view.assignmentsOfAccount.size, 'account')}, ${count(view.portfolio.reps.length, 'rep')}`,
    row('protected value', money(plan.objective, currency)),
    ...protectedSentence(view)
      .split(/(?<=: )/)
      .map((part) => row('', part.trimEnd())),
    row('proven gap', `${percent(plan.gap, 2)}. ${gapSentence(view)}`),
    row('expected loss', pair(risk.withoutPlan.expectedLoss, risk.expectedLoss)),
    row('bad case, stays below', pair(risk.withoutPlan.evar, risk.evar)),
  ];
}

function people(view: PlanView): string[] {
  const shares = view.plan.load
    .map((load) => ({ rep: load.rep, share: load.capMinutes > 0 ? load.plannedMinutes / load.capMinutes : 0 }))
    .sort((a, b) => b.share - a.share || byNumberedText(a.rep, b.rep));
  if (shares.length === 0) return ['Nobody to plan for: the portfolio has no reps.'];
  const days = fullDays(view);
  const [all, full] = [sum(days, (each) => each.days), sum(days, (each) => each.full)];
  const whole = days
    .filter((each) => each.days > 0 && each.full === each.days)
    .map(({ rep }) => rep)
    .sort(byNumberedText);
  const busiest = shares.slice(0, LISTED).map(({ rep, share }) => `${rep} ${percent(share, 0)}`);
  return [
    `Full, nothing that waits fits: ${grouped(full)} of ${count(all, 'rep-day')}${whole.length > 0 ? `; every day of ${some(whole)}` : ''}`,
    `Busiest, of what daily limits allow: ${busiest.join(', ')}`,
  ];
}

function some(names: readonly string[]): string {
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0);
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
    `Reserved by lot, to measure what meetings achieve: ${count(accounts.length, 'account')} with ${count(engagements, 'engagement')}`,
    `  Policy ${policy.name} reserves ${percent(policy.learning.holdoutShare)}; with learning.holdoutShare 0 it would reserve nobody.`,
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
