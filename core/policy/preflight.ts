import type { PersonId } from '../model/ids.ts';
import type { Flags, Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { eligibleApprovers } from './gate-approvers.ts';

export interface PreflightQuestion {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly flags: Flags;
  readonly author: PersonId;
  /** Who sent the request; absent: a schedule did. */
  readonly askedBy?: PersonId | undefined;
  /** Hours between the portfolio's asOf and now; negative: asOf lies ahead. */
  readonly ageHours: number;
}

/** Why a run does not start: the rule, what was found, and what to do. */
export interface Refusal {
  readonly rule: string;
  readonly found: string;
  readonly remedy: string;
}

/** Every reason not to start, each from one named check; empty: go. */
export function preflight(question: PreflightQuestion): readonly Refusal[] {
  return CHECKS.flatMap((check) => check(question));
}

const CHECKS: readonly ((question: PreflightQuestion) => Refusal[])[] = [
  flagOn,
  notStopped,
  hasWork,
  dataFresh,
  approversPresent,
  overseersPresent,
  scorecardPresent,
];

function flagOn({ flags }: PreflightQuestion): Refusal[] {
  const off = !flags.scheduling.enabled || flags.scheduling.mode === 'off';
  return off
    ? [{ rule: 'flag.scheduling', found: 'off', remedy: 'turn the scheduling flag to shadow, canary or on' }]
    : [];
}

function notStopped({ flags }: PreflightQuestion): Refusal[] {
  return flags.stop.enabled
    ? [{ rule: 'flag.stop', found: 'set', remedy: 'ask the stop owner to release the stop flag' }]
    : [];
}

function hasWork({ portfolio }: PreflightQuestion): Refusal[] {
  const { accounts, engagements, reps } = portfolio;
  const counts = { accounts, engagements, reps };
  return Object.entries(counts).flatMap(([name, list]) =>
    list.length === 0
      ? [{ rule: 'scope.not-empty', found: `no ${name}`, remedy: `send a portfolio with ${name}` }]
      : [],
  );
}

function dataFresh({ policy, ageHours }: PreflightQuestion): Refusal[] {
  const { maxAgeHours } = policy.dataQuality;
  if (ageHours > maxAgeHours) {
    const found = `asOf is more than ${maxAgeHours} hours old`;
    return [{ rule: 'data.fresh', found, remedy: 'export the portfolio again, or raise dataQuality.maxAgeHours' }];
  }
  // A day ahead covers a nightly export dated the next morning; more is a wrong clock.
  if (ageHours < -24) {
    return [
      {
        rule: 'data.fresh',
        found: 'asOf lies more than a day ahead',
        remedy: 'correct the clock or zone of the export',
      },
    ];
  }
  return [];
}

function approversPresent({ policy, author, askedBy }: PreflightQuestion): Refusal[] {
  const needed = policy.routing.some((row) => row.autonomy === 'two-approvers') ? 2 : 1;
  const found = eligibleApprovers(policy, author, askedBy).length;
  if (found >= needed) return [];
  return [
    {
      rule: 'approval.prerequisite',
      found: `${found} people who may decide and did not ask for it, ${needed} needed`,
      remedy: 'name them in the policy under approvers',
    },
  ];
}

/** Who hears of rollbacks and gates nobody decided at; a system that gets into trouble must not do so in silence. */
function overseersPresent({ policy }: PreflightQuestion): Refusal[] {
  if (policy.oversight.length > 0) return [];
  return [
    {
      rule: 'oversight.prerequisite',
      found: 'nobody who is told of incidents',
      remedy: 'name at least one person in the policy under oversight',
    },
  ];
}

function scorecardPresent({ portfolio }: PreflightQuestion): Refusal[] {
  const unscored = portfolio.accounts.filter((account) => account.loss === undefined).length;
  if (unscored === 0 || portfolio.scorecard !== undefined) return [];
  return [
    {
      rule: 'score.model',
      found: `${unscored} accounts without a loss and no scorecard model`,
      remedy: 'send `scorecard` with the portfolio (npm run import fits one), or a `loss` for each account',
    },
  ];
}
