import type { Portfolio } from '../../../core/model/portfolio.ts';
import { exactMoney } from '../../../core/report/amount.ts';
import type { ReadAccounts } from './read-accounts.ts';
import type { FittedScorecard } from './scorecard-of.ts';

/** What was read, how good the scorecard is where it was not fitted, and what the portfolio holds: lines for a terminal. */
export function importSummary(read: ReadAccounts, fitted: FittedScorecard | undefined, portfolio: Portfolio): string[] {
  const { accounts, engagements, reps, currency } = portfolio;
  const money = (amount: number) => exactMoney(amount, currency).replaceAll('\u00a0', ' ');
  const { rows, stake: skipped, unknown } = read.bad;
  const stake = accounts.reduce((sum, account) => sum + account.stake, 0);
  return [
    `${plural(read.read, 'row')} read, ${read.leftOut} left out by the map, ${rows > 0 ? `${rows} bad and skipped, ` : ''}${plural(read.rows.length, 'account')} understood`,
    ...(rows > 0
      ? [
          `skipped: ${money(skipped)}${unknown > 0 ? `, and ${plural(unknown, 'row')} whose amount cannot be read` : ''}`,
        ]
      : []),
    ...(fitted === undefined ? [] : scorecardLines(fitted)),
    `portfolio: ${plural(accounts.length, 'account')} worth ${money(stake)}, ${plural(engagements.length, 'engagement')}, ${plural(reps.length, 'rep')}`,
  ];
}

function scorecardLines({ model, quality }: FittedScorecard): string[] {
  const { rows, events, l2 } = model.fit;
  const auc = Number.isNaN(quality.areaUnderCurve) ? 'not measurable' : quality.areaUnderCurve.toFixed(3);
  return [
    `scorecard fitted on ${plural(rows, 'row')} (${events} lost, ridge ${l2}), measured on ${quality.rows} held out:`,
    `  AUC ${auc}, Brier score ${quality.brier.toFixed(3)}, calibration error ${quality.calibrationError.toFixed(3)}`,
    '  forecast  happened  accounts',
    ...quality.reliability.map(
      ({ forecast, observed, count }) =>
        `  ${percent(forecast)}  ${percent(observed)}  ${count.toFixed(0).padStart(8)}`,
    ),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(8);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
