import type { Unscheduled } from '../model/plan.ts';
import type { FollowUp } from '../model/run.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { isBelowFloor } from '../policy/parity-floor.ts';
import { type AccountRisk, accountRisks } from './account-risk.ts';
import { count, money, percent } from './amount.ts';
import { CAUSES } from './cause-words.ts';
import { changeSentence } from './change-words.ts';
import { byText, type Documents, type PlanView, planView } from './plan-view.ts';

const LISTED_RISKS = 20;
/** Above this proven gap, more search may pay. */
const WORTH_SEARCHING = 0.01;
/** Causes that are the customer's own wish, which is no work left to do. */
const OWN_WISH = new Set(['objection', 'consent', 'silence-after-refusal']);

/** What stays to be done after a run, most pressing kind first, each kind by value and id. */
export function followUps(documents: Documents): readonly FollowUp[] {
  const view = planView(documents);
  const risks = accountRisks(view);
  return [
    ...mandatoryUnplaced(view, risks),
    ...parity(view),
    ...unresolvedRisks(view, risks),
    ...dataQuality(view),
    ...optimisation(view),
  ].map((followUp) => ({ ...followUp, text: followUp.text.replaceAll('\u00a0', ' ') }));
}

function mandatoryUnplaced(view: PlanView, risks: readonly AccountRisk[]): FollowUp[] {
  const expected = new Map(risks.map(({ account, expectedWith }) => [account.id, roundHalfUp(expectedWith)]));
  return view.unscheduled.filter(isMandatory).map((item) => ({
    kind: 'mandatory-unplaced',
    subject: item.engagement,
    ...(expected.has(item.account) ? { value: expected.get(item.account) ?? 0 } : {}),
    text: `With ${item.account}; mandatory, but not in the plan: ${CAUSES[item.cause].title.toLowerCase()}. ${changeSentence(item.cheapestChange, view.currency)}`,
  }));
}

function isMandatory({ mandatory, cause }: Unscheduled): boolean {
  return mandatory && !OWN_WISH.has(cause);
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

/** Accounts with waiting work and no meeting, by what they are still expected to lose; the rest as one entry. */
function unresolvedRisks(view: PlanView, risks: readonly AccountRisk[]): FollowUp[] {
  const waiting = new Map(
    view.unscheduled.filter((item) => !OWN_WISH.has(item.cause)).map((item) => [String(item.account), item]),
  );
  // Whose mandatory engagement is told of above is not told of again.
  const told = new Set(view.unscheduled.filter(isMandatory).map(({ account }) => String(account)));
  const open = risks
    .filter(({ account }) => !told.has(account.id))
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
    text: `No meeting planned: ${CAUSES[item.cause].title.toLowerCase()}. ${changeSentence(item.cheapestChange, view.currency)}`,
    value,
  }));
  if (rest.length === 0) return listed;
  return [
    ...listed,
    {
      kind: 'unresolved-risk',
      subject: 'others',
      text: `${count(rest.length, 'more account')} without a meeting; the plan names them.`,
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
