import { epochMinutes } from '../calendar/minute.ts';
import type { Commitment } from '../model/plan.ts';
import type { Measure, Scorecard } from '../model/scorecard.ts';
import { quantile } from '../numeric/quantile.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { accountRisks } from './account-risk.ts';
import { contactPressure } from './contact-pressure.ts';
import { type Documents, type PlanView, planView } from './plan-view.ts';
import { tailPicture } from './tail-picture.ts';

export interface ScorecardInput extends Documents {
  readonly published?: { readonly commitments: readonly Commitment[] } | null;
  /** Expected calibration error from outcomes; null until there are enough. */
  readonly calibrationError?: number | null;
  readonly approvalLatencyMinutes?: number | null;
  readonly rollbackSeconds?: number | null;
}

/** scorecard/1: all named measures of one plan, each with its baseline and its target from the policy. */
export function scorecard(input: ScorecardInput): Scorecard {
  const view = planView(input);
  const { plan, policy, portfolio } = view;
  const tail = tailPicture(accountRisks(view), plan.risk.alpha, plan.portfolio);
  const before = publishedCoverage(view, input.published?.commitments ?? []);
  const shares = plan.load
    .filter((load) => load.availableMinutes > 0)
    .map((load) => load.plannedMinutes / load.availableMinutes);
  const judged = plan.parity.filter((group) => !group.reportOnly).map((group) => group.ratio);
  const pressure = contactPressure(view);
  const share = Math.round(plan.risk.alpha * 100);
  return {
    contract: 'scorecard/1',
    portfolio: plan.portfolio,
    policy: plan.policy,
    currency: portfolio.currency,
    alpha: plan.risk.alpha,
    scenarios: tail.scenarios,
    measures: [
      measure('protected-value', 'Protected value', 'minor', plan.objective, 0),
      measure('expected-loss', 'Expected loss', 'minor', plan.risk.expectedLoss, plan.risk.withoutPlan.expectedLoss, {
        bound: 'at-most',
        value: plan.risk.withoutPlan.expectedLoss,
      }),
      measure(
        'tail-evar',
        `Bad case, stays below (EVaR at ${share}%)`,
        'minor',
        plan.risk.evar,
        plan.risk.withoutPlan.evar,
        {
          bound: 'at-most',
          value: roundHalfUp(policy.posture.tailShare.elevated * totalStake(view)),
        },
      ),
      measure(
        'tail-cvar',
        `Mean of the worst ${100 - share}% (CVaR, simulated)`,
        'minor',
        tail.with.cvar,
        tail.without.cvar,
      ),
      measure('coverage', 'Accounts with open engagements that get a meeting', 'share', coverage(view), before),
      measure('coverage-parity', 'Coverage parity, worst group over best', 'share', least(judged), null, {
        bound: 'at-least',
        value: policy.equity.floor,
      }),
      measure('time-to-first-touch', 'Median time to the first meeting', 'days', timeToFirstTouch(view), null),
      measure('load-balance', 'Load balance (Jain index, 1 is even)', 'index', jainIndex(shares), null),
      measure(
        'highest-load',
        'Highest load of a rep, of free time',
        'share',
        shares.length === 0 ? null : Math.max(...shares),
        null,
        {
          bound: 'at-most',
          value: policy.rep.loadCeiling,
        },
      ),
      measure('contact-pressure', 'Highest use of a contact cap', 'share', pressure.planned, pressure.ledger, {
        bound: 'at-most',
        value: 1,
      }),
      measure('no-show-rate', 'Expected no-show rate', 'share', noShowRate(view), null),
      measure('calibration-error', 'Calibration error of the forecast', 'share', input.calibrationError ?? null, null),
      measure('approval-latency', 'Approval latency', 'minutes', input.approvalLatencyMinutes ?? null, null, {
        bound: 'at-most',
        value: policy.gate.expiresAfterMinutes,
      }),
      measure('rollback-time', 'Rollback time', 'seconds', input.rollbackSeconds ?? null, null),
    ],
  };
}

function measure(
  name: Measure['name'],
  title: string,
  unit: Measure['unit'],
  value: number | null,
  baseline: number | null,
  target: Measure['target'] = null,
): Measure {
  const measured = { name, title, unit, value, baseline, target };
  if (value === null) return { ...measured, verdict: 'not-measured' };
  if (target === null) return { ...measured, verdict: 'no-target' };
  const over = target.bound === 'at-least' ? value - target.value : target.value - value;
  // A share that meets its target exactly may come out a hair beside it.
  const met = over >= -1e-9;
  return { ...measured, verdict: met ? 'met' : 'missed' };
}

/** Without objection and with at least one engagement to hold, whether or not the rules leave a place for it. */
function waiting(view: PlanView): ReadonlySet<string> {
  const wanted = new Set<string>(view.portfolio.engagements.map((engagement) => engagement.account));
  return new Set(
    view.portfolio.accounts
      .filter((account) => wanted.has(account.id) && !account.contact.objected)
      .map((account) => account.id),
  );
}

function coverage(view: PlanView): number | null {
  const accounts = waiting(view);
  const covered = [...accounts].filter((account) => view.assignmentsOfAccount.has(account));
  return accounts.size === 0 ? null : covered.length / accounts.size;
}

function publishedCoverage(view: PlanView, commitments: readonly Commitment[]): number | null {
  const accounts = waiting(view);
  const touched = new Set<string>(
    commitments.flatMap((commitment) => view.engagements.get(commitment.engagement)?.account ?? []),
  );
  const covered = [...accounts].filter((account) => touched.has(account));
  return accounts.size === 0 ? null : covered.length / accounts.size;
}

function totalStake(view: PlanView): number {
  return view.portfolio.accounts.reduce((sum, account) => sum + account.stake, 0);
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}

/** Days from asOf to the first planned meeting, median over the accounts that have one. */
function timeToFirstTouch(view: PlanView): number | null {
  const asOf = epochMinutes(view.portfolio.asOf);
  const days = [...view.assignmentsOfAccount.values()]
    .flatMap(([first]) => (first ? [(epochMinutes(first.start) - asOf) / 1440] : []))
    .sort((a, b) => a - b);
  return days.length === 0 ? null : quantile(days, 0.5);
}

/** (Σ x)² / (n · Σ x²): 1 where all are alike, 1/n where one carries all (Jain, Chiu & Hawe 1984). */
function jainIndex(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? null : (sum * sum) / (shares.length * squares);
}

function noShowRate(view: PlanView): number | null {
  const chances = view.plan.assignments.map(
    (assignment) => 1 - (view.engagements.get(assignment.engagement)?.show ?? 1),
  );
  return chances.length === 0 ? null : chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
}
