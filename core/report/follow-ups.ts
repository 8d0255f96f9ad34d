import type { FollowUp } from '../model/run.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { isBelowFloor } from '../policy/parity-floor.ts';
import { accountRisks } from './account-risk.ts';
import { count, money, percent } from './amount.ts';
import { byText, type Documents, type PlanView, planView } from './plan-view.ts';
import { CAUSES, changeSentence } from './wording.ts';

const LISTED_RISKS = 20;
/** Above this proven gap, more search may pay. */
const WORTH_SEARCHING = 0.01;
/** Causes that are the customer's own wish, which is no work left to do. */
const OWN_WISH = new Set(['objection', 'consent', 'silence-after-refusal']);

/** What stays to be done after a run, most pressing kind first, each kind by value and id. */
export function followUps(documents: Documents): readonly FollowUp[] {
  const view = planView(documents);
  return [
    ...mandatoryUnplaced(view),
    ...parity(view),
    ...unresolvedRisks(view),
    ...dataQuality(view),
    ...optimisation(view),
  ].map((followUp) => ({ ...followUp, text: followUp.text.replaceAll('\u00a0', ' ') }));
}

function mandatoryUnplaced(view: PlanView): FollowUp[] {
  return view.unscheduled
    .filter((item) => item.mandatory && !OWN_WISH.has(item.cause))
    .map((item) => ({
      kind: 'mandatory-unplaced',
      subject: item.engagement,
      text: `Mandatory, but not in the plan: ${CAUSES[item.cause].title.toLowerCase()}. ${changeSentence(item.cheapestChange, view.currency)}`,
    }));
}

function parity(view: PlanView): FollowUp[] {
  const { floor } = view.policy.equity;
  return view.plan.parity
    .filter((group) => isBelowFloor(group, floor))
    .toSorted((a, b) => a.ratio - b.ratio || byText(a.group, b.group) || byText(a.value, b.value))
    .map((group) => ({
      kind: 'parity',
      subject: `${group.group}: ${group.value}`,
      text: `Covered ${percent(group.ratio)} as well as the best group; the floor is ${percent(floor)}.`,
    }));
}

/** Accounts with waiting work and no touch, by what they are still expected to lose; the rest as one entry. */
function unresolvedRisks(view: PlanView): FollowUp[] {
  const waiting = new Map(
    view.unscheduled.filter((item) => !OWN_WISH.has(item.cause)).map((item) => [String(item.account), item]),
  );
  const open = accountRisks(view)
    .flatMap((risk) => {
      const item = waiting.get(risk.account.id);
      const value = roundHalfUp(risk.expectedWith);
      return item && risk.touches.length === 0 && value > 0 ? [{ item, value }] : [];
    })
    .sort((a, b) => b.value - a.value || byText(a.item.account, b.item.account));
  const rest = open.slice(LISTED_RISKS);
  const listed: FollowUp[] = open.slice(0, LISTED_RISKS).map(({ item, value }) => ({
    kind: 'unresolved-risk',
    subject: item.account,
    text: `No touch planned: ${CAUSES[item.cause].title.toLowerCase()}. ${changeSentence(item.cheapestChange, view.currency)}`,
    value,
  }));
  if (rest.length === 0) return listed;
  return [
    ...listed,
    {
      kind: 'unresolved-risk',
      subject: 'others',
      text: `${count(rest.length, 'more account')} without a touch; the plan names them.`,
      value: rest.reduce((sum, { value }) => sum + value, 0),
    },
  ];
}

function dataQuality(view: PlanView): FollowUp[] {
  const unknown = view.portfolio.accounts.filter((account) => account.loss === undefined).length;
  const certain = view.portfolio.accounts.filter((account) => account.loss?.probability === 1).length;
  const entry = (holds: number, text: string): FollowUp[] =>
    holds > 0 ? [{ kind: 'data-quality', subject: 'portfolio', text }] : [];
  return [
    ...entry(unknown, `${count(unknown, 'account')} without a chance of loss: no plan can protect them.`),
    ...entry(certain, `${count(certain, 'account')} with a certain loss: check the source of the forecast.`),
  ];
}

function optimisation(view: PlanView): FollowUp[] {
  const { plan, currency } = view;
  if (plan.gap <= WORTH_SEARCHING) return [];
  return [
    {
      kind: 'optimisation',
      subject: 'plan',
      text: `The proof leaves up to ${money(plan.bound - plan.objective, currency)} (${percent(plan.gap)}) open: raise the search budget of the policy.`,
      value: plan.bound - plan.objective,
    },
  ];
}
