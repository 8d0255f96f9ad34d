import type { AdverseEffect } from '../policy/adverse.ts';
import type { Changes } from '../policy/changes.ts';
import { isBelowFloor } from '../policy/parity-floor.ts';
import type { PostureVerdict } from '../policy/posture.ts';
import type { AccountRisk } from './account-risk.ts';
import { count, money, percent } from './amount.ts';
import type { PlanView } from './plan-view.ts';

export interface AgainstInput {
  readonly view: PlanView;
  readonly risks: readonly AccountRisk[];
  readonly changes: Changes;
  readonly adverse: readonly AdverseEffect[];
  readonly posture: PostureVerdict;
}

/** An argument not to approve, from the numbers of this plan. */
export interface ReasonAgainst {
  readonly title: string;
  readonly text: string;
}

/** Half of the value on this few accounts is worth saying. */
const CONCENTRATED = 10;
const WIDE_GAP = 0.03;

/**
 * Every reason not to approve, strongest first: harm to people before broken promises before doubtful numbers. Never
 * empty, because a page that argues one way only invites a nod (EU AI Act Art. 14, automation bias).
 */
export function reasonsAgainst(input: AgainstInput): readonly [ReasonAgainst, ...ReasonAgainst[]] {
  const last = forecastMayBeWrong(input);
  const [first, ...more] = [
    ...passedOver(input),
    ...parity(input),
    ...posture(input),
    ...disturbed(input),
    ...numbers(input),
    last,
  ];
  return [first ?? last, ...more];
}

function passedOver({ adverse }: AgainstInput): ReasonAgainst[] {
  const of = (kind: AdverseEffect['kind']) => adverse.filter((effect) => effect.kind === kind);
  const vulnerable = of('vulnerable-passed-over');
  const mandatory = of('mandatory-dropped');
  const starved = of('starved');
  return [
    ...reason(
      vulnerable.length > 0,
      `${count(vulnerable.length, 'vulnerable account')} would be passed over`,
      `Nobody would talk to ${some(vulnerable)} in these days, although work is waiting.`,
    ),
    ...reason(
      mandatory.length > 0,
      `${count(mandatory.length, 'mandatory engagement')} would not be held`,
      `No place was found for ${some(mandatory)}.`,
    ),
    ...reason(
      starved.length > 0,
      `${count(starved.length, 'account')} would be passed over once more`,
      `${some(starved)} had no meeting in several runs in a row.`,
    ),
  ];
}

function parity({ view }: AgainstInput): ReasonAgainst[] {
  const { floor } = view.policy.equity;
  const worst = view.plan.parity.filter((group) => isBelowFloor(group, floor)).toSorted((a, b) => a.ratio - b.ratio)[0];
  return worst
    ? [
        {
          title: `${worst.group} ${worst.value} is covered less than others`,
          text: `${percent(worst.coverage)} of its accounts are covered: ${percent(worst.ratio)} of the best group, where the policy asks for ${percent(floor)}.`,
        },
      ]
    : [];
}

function posture({ posture: verdict }: AgainstInput): ReasonAgainst[] {
  const serious = verdict.posture === 'high' || verdict.posture === 'critical';
  return reason(
    serious,
    `The posture is ${verdict.posture}`,
    'Signs of trouble are up; waiting for a calmer picture may be wiser than publishing.',
  );
}

function disturbed({ changes }: AgainstInput): ReasonAgainst[] {
  const broken = changes.moved.length + changes.cancelled.length;
  const before = broken + changes.kept.length;
  return reason(
    broken > 0,
    `${count(broken, 'published meeting')} would be moved or cancelled`,
    `That is ${percent(before === 0 ? 0 : broken / before)} of what customers and reps have in their calendars now.`,
  );
}

function numbers({ view, risks }: AgainstInput): ReasonAgainst[] {
  const { plan, currency } = view;
  const saved = risks.map((risk) => risk.expectedWithout - risk.expectedWith).sort((a, b) => b - a);
  const total = saved.reduce((sum, value) => sum + value, 0);
  const top = saved.slice(0, CONCENTRATED).reduce((sum, value) => sum + value, 0);
  return [
    ...reason(
      plan.objective <= 0,
      'The plan protects nothing',
      'Contact and disruption cost at least as much as the meetings would save.',
    ),
    ...reason(
      plan.gap > WIDE_GAP,
      'A better plan may exist',
      `The proof leaves room for ${money(plan.bound - plan.objective, currency)} more, ${percent(plan.gap)} of the bound.`,
    ),
    ...reason(
      saved.length > 2 * CONCENTRATED && total > 0 && top > total / 2,
      `Most of the value rests on ${count(CONCENTRATED, 'account')}`,
      `They are ${percent(total === 0 ? 0 : top / total)} of what the plan saves on average; if their forecasts are wrong, so is the plan.`,
    ),
  ];
}

function forecastMayBeWrong({ view, risks }: AgainstInput): ReasonAgainst {
  const known = view.portfolio.accounts.length === 0 ? 1 : risks.length / view.portfolio.accounts.length;
  return {
    title: 'The forecast may be wrong',
    text: `Every number here follows from chances of loss that the CRM or a model gave (${percent(known, 0)} of the accounts have one). If they are too high, ${count(view.assignmentsOfAccount.size, 'customer')} are contacted for less than it seems.`,
  };
}

function reason(holds: boolean, title: string, text: string): ReasonAgainst[] {
  return holds ? [{ title, text }] : [];
}

function some(effects: readonly AdverseEffect[]): string {
  const named = effects.slice(0, 3).map((effect) => effect.subject);
  const rest = effects.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(' and ');
}
