import type { AccountId } from '../model/ids.ts';
import type { Account, Loss, Portfolio, Scorecard, Touch } from '../model/portfolio.ts';
import { pointer, type Violation } from '../model/violation.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { type DataFinding, dataFindings } from './data-finding.ts';
import { type ScoreReason, score } from './scorecard-model.ts';

/** A portfolio every account of which has a loss process. */
export type ScoredPortfolio = Portfolio & { readonly accounts: readonly ScoredAccount[] };
export type ScoredAccount = Account & { readonly loss: Loss };

/** Why the scorecard gave an account the chance it has, strongest reason first. */
export interface AccountScore {
  readonly account: AccountId;
  readonly reasons: readonly ScoreReason[];
}

export interface PortfolioScore {
  readonly outcome: 'scored';
  /** In canonical order: records by id, touches by account, instant and channel. */
  readonly portfolio: ScoredPortfolio;
  /** Of the accounts the scorecard scored, by account id. */
  readonly scores: readonly AccountScore[];
  /** Share of accounts with at least one finding; 0 for a portfolio without accounts. */
  readonly badData: number;
  readonly findings: readonly DataFinding[];
  /** Minor units. */
  readonly totalStake: number;
  /** Σ P·V if nobody acts, rounded once, minor units. */
  readonly expectedLoss: number;
}

export type ScoringOutcome =
  | PortfolioScore
  | { readonly outcome: 'not-scorable'; readonly violations: readonly Violation[] };

/**
 * Gives every account without a forecast the chance the portfolio's scorecard sees in its features (source `model`), and
 * says how far the data can be trusted. Forecasts given are kept as they are, so scoring twice is scoring once.
 *
 * The records come out in canonical order: the order a CRM happened to export them in decides nothing, neither a tie nor
 * a digest. O(accounts · features + records · log records).
 */
export function scorePortfolio(portfolio: Portfolio): ScoringOutcome {
  const { scorecard } = portfolio;
  const violations = portfolio.accounts.flatMap((account, index) => unscorable(account, index, scorecard));
  if (violations.length > 0) return { outcome: 'not-scorable', violations };

  const scored = portfolio.accounts.toSorted(byId).map((account) => scoreAccount(account, scorecard));
  const accounts = scored.map(({ account }) => account);
  const findings = scored.flatMap(({ account, reasons }) => dataFindings(account, reasons, scorecard?.model));
  const bad = new Set(findings.map(({ account }) => account));
  return {
    outcome: 'scored',
    portfolio: {
      ...portfolio,
      accounts,
      engagements: portfolio.engagements.toSorted(byId),
      reps: portfolio.reps.toSorted(byId),
      ledger: portfolio.ledger.toSorted(byTouch),
    },
    scores: scored.flatMap(({ account, reasons }) => (reasons === null ? [] : [{ account: account.id, reasons }])),
    badData: accounts.length === 0 ? 0 : bad.size / accounts.length,
    findings,
    totalStake: accounts.reduce((sum, { stake }) => sum + stake, 0),
    expectedLoss: roundHalfUp(accounts.reduce((sum, { stake, loss }) => sum + loss.probability * stake, 0)),
  };
}

function unscorable(account: Account, index: number, scorecard: Scorecard | undefined): Violation[] {
  if (account.loss !== undefined || (scorecard !== undefined && account.features !== undefined)) return [];
  return [
    {
      path: pointer(['accounts', index, 'loss']),
      rule: 'account.scorable',
      received: `nothing for ${account.id}`,
      remedy: 'give `loss`, or `features` of the account and a `scorecard` of the portfolio',
    },
  ];
}

function scoreAccount(
  account: Account,
  scorecard: Scorecard | undefined,
): { readonly account: ScoredAccount; readonly reasons: readonly ScoreReason[] | null } {
  if (account.loss !== undefined) return { account: { ...account, loss: account.loss }, reasons: null };
  if (scorecard === undefined) throw new Error(`${account.id} cannot be scored and was not refused`);
  const { probability, reasons } = score(scorecard.model, account.features ?? {});
  const { withinDays, shape } = scorecard;
  return { account: { ...account, loss: { probability, withinDays, shape, source: 'model' } }, reasons };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return byCodePoint(a.id, b.id);
}

function byTouch(a: Touch, b: Touch): number {
  return byCodePoint(a.account, b.account) || byCodePoint(a.at, b.at) || byCodePoint(a.channel, b.channel);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
