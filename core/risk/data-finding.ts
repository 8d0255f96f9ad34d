import type { AccountId } from '../model/ids.ts';
import type { Account } from '../model/portfolio.ts';
import type { ScorecardModel } from '../model/scorecard-model.ts';
import { shown } from '../model/violation.ts';
import { subjectOf } from './derived-feature.ts';
import type { ScoreReason } from './scorecard-model.ts';

/**
 * Something in an account's data that a forecast should not rest on. Not an error: the account is planned all the same,
 * and the share of accounts with findings drives the posture of the run.
 */
export interface DataFinding {
  readonly account: AccountId;
  readonly rule:
    | 'stake.zero'
    | 'loss.certain'
    | 'feature.missing'
    | 'feature.unseen'
    | 'feature.beyond'
    | 'features.mostly-missing';
  readonly received: string;
  readonly remedy: string;
}

/** Where more of the features are unknown than known, the score says little more than the average does. */
const MOSTLY = 0.5;

/**
 * What is missing or implausible about an account, by rule.
 *
 * - `stake.zero`: nothing to lose, though somebody put it into the portfolio
 * - `loss.certain`: a chance of exactly 0 or 1, which is a placeholder of an export and no forecast
 * - `feature.missing`: unknown, and the scorecard was fitted on accounts where it never was
 * - `feature.unseen`: a level or kind of value the fit never saw
 * - `feature.beyond`: outside the range of the fit
 * - `features.mostly-missing`: more than half of them are unknown
 *
 * A feature that is unknown where the fit saw that too is what the scorecard's "missing" column is for: no finding.
 *
 * @param reasons of the scorecard, null where it did not score the account
 */
export function dataFindings(
  account: Account & { readonly loss: { readonly probability: number } },
  reasons: readonly ScoreReason[] | null,
  model: ScorecardModel | undefined,
): DataFinding[] {
  const findings: DataFinding[] = [];
  const add = (rule: DataFinding['rule'], received: unknown, remedy: string): void => {
    findings.push({ account: account.id, rule, received: shown(received), remedy });
  };
  const { probability } = account.loss;
  if (account.stake === 0) add('stake.zero', 0, 'give what would be lost, or leave the account out');
  if (reasons === null && (probability === 0 || probability === 1))
    add('loss.certain', probability, 'give a chance between 0 and 1, or features for the scorecard');
  if (reasons === null || model === undefined) return findings;
  const expected = seenMissing(model);
  for (const { feature, value, state } of reasons) {
    if (state === 'missing' && !expected.has(feature)) add('feature.missing', feature, `give ${feature}`);
    if (state === 'unseen')
      add('feature.unseen', value, `correct ${feature}, or fit the scorecard on accounts like it`);
    if (state === 'beyond')
      add('feature.beyond', value, `correct ${feature}, or fit the scorecard on accounts like it`);
  }
  const unknown = reasons.filter(({ state }) => state === 'missing').length;
  if (unknown > MOSTLY * reasons.length)
    add('features.mostly-missing', `${unknown} of ${reasons.length}`, 'give the features the scorecard was fitted on');
  return findings;
}

/** Raw features that were unknown for some account of the fit. */
function seenMissing(model: ScorecardModel): ReadonlySet<string> {
  return new Set(
    model.features.flatMap(({ name, missing }) => (missing === null ? [] : [subjectOf(name, model.derived)])),
  );
}
