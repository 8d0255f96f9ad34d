import { parse } from '../../model/parse.ts';
import { Policy } from '../../model/policy.ts';
import type { SuiteCheck } from '../../model/suite.ts';
import { GUARDRAILS } from '../planners/roster.ts';

/**
 * Suite `unit`: the invariants of a policy document, without running it. A tenant may only be stricter than the
 * guardrails; looser ones need a named person's override, which is a gate of its own and not a policy.
 */
export function unitChecks(document: unknown): readonly SuiteCheck[] {
  const parsed = parse(Policy, document);
  if (!parsed.ok) {
    return parsed.violations.map(({ path, rule, received, remedy }) =>
      failed('contract', `${rule} at '${path}': received ${received}; ${remedy}`),
    );
  }
  return INVARIANTS.map(([name, holds, text]) =>
    holds(parsed.value) ? { name, verdict: 'pass', text, numbers: {} } : failed(name, text),
  );
}

const { contact: HELD, rep: REP, equity: EQUITY } = GUARDRAILS;

type Invariant = readonly [name: string, holds: (policy: Policy) => boolean, text: string];

const INVARIANTS: readonly Invariant[] = [
  ...HELD.caps.map(
    ({ touches, days }): Invariant => [
      `contact-cap-${days}`,
      ({ contact }) => contact.caps.some((cap) => cap.touches <= touches && cap.days >= days),
      `/contact/caps: at most ${touches} contacts in ${days} days, or stricter`,
    ],
  ),
  atLeast('/contact/minimumGapHours', HELD.minimumGapHours, ({ contact }) => contact.minimumGapHours),
  atLeast('/contact/noticeBusinessHours', HELD.noticeBusinessHours, ({ contact }) => contact.noticeBusinessHours),
  atMost('/rep/loadCeiling', REP.loadCeiling, ({ rep }) => rep.loadCeiling),
  atMost('/rep/breakAfter', REP.breakAfter, ({ rep }) => rep.breakAfter),
  atLeast('/rep/breakMinutes', REP.breakMinutes, ({ rep }) => rep.breakMinutes),
  atLeast('/equity/floor', EQUITY.floor, ({ equity }) => equity.floor),
  atMost('/equity/minimumSize', EQUITY.minimumSize, ({ equity }) => equity.minimumSize),
  atMost('/equity/starvationRuns', EQUITY.starvationRuns, ({ equity }) => equity.starvationRuns),
  atMost('/equity/starvationDays', EQUITY.starvationDays, ({ equity }) => equity.starvationDays),
  [
    'critical-blocked',
    ({ routing }) =>
      routing.every(({ posture, autonomy }) => autonomy === 'blocked' || posture?.includes('critical') !== true),
    '/routing: no row lets anything run in critical posture',
  ],
  [
    'adverse-to-a-person',
    ({ routing }) => routing.every(({ adverse, autonomy }) => adverse !== true || autonomy !== 'autonomous'),
    '/routing: no row lets what is adverse to somebody run without a person',
  ],
  [
    'somebody-may-decide',
    ({ approvers, routing }) =>
      routing.every(({ autonomy }) => autonomy === 'autonomous' || autonomy === 'blocked') ||
      approvers.length === 0 ||
      approvers.some(({ mayDecide }) => mayDecide),
    '/approvers: of the approvers named at least one may decide',
  ],
];

function atLeast(path: string, least: number, of: (policy: Policy) => number): Invariant {
  return [path.slice(1).replaceAll('/', '-'), (policy) => of(policy) >= least, `${path}: at least ${least}`];
}

function atMost(path: string, most: number, of: (policy: Policy) => number): Invariant {
  return [path.slice(1).replaceAll('/', '-'), (policy) => of(policy) <= most, `${path}: at most ${most}`];
}

function failed(name: string, text: string): SuiteCheck {
  return { name, verdict: 'fail', text, numbers: {} };
}
