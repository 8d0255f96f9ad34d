import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import { fitScorecard } from '../../core/risk/scorecard-fit.ts';
import { score } from '../../core/risk/scorecard-model.ts';
import { exampleHistory } from '../../core/simulate/example-history.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { accountBody, engagementBody, portfolioBody } from '../support/portfolio-builder.ts';

const history = exampleHistory(3, 400);
const fit = fitScorecard({ rows: history.map((row) => ({ ...row.features })), labels: history.map((row) => row.lost) });
if (fit.outcome !== 'fitted') throw new Error('the example history must be fit to fit');
const { model } = fit;
const scorecard = { model, withinDays: 90, shape: 1.2 };
const sound = {
  contract: 'monthly',
  monthsAsCustomer: 20,
  ticketsLast90Days: 2,
  seatsUsedShare: 0.4,
  autoRenews: true,
};

function portfolio(overrides: Record<string, unknown>): Portfolio {
  const parsed = parsePortfolio(portfolioBody(overrides));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value;
}

function scored(overrides: Record<string, unknown>) {
  const outcome = scorePortfolio(portfolio(overrides));
  if (outcome.outcome !== 'scored') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('scorePortfolio', () => {
  it('gives an account with features the chance of the scorecard, its days and shape, and the reasons', () => {
    const { loss: _, ...unknown } = accountBody({ features: sound });
    const result = scored({ accounts: [unknown], scorecard });
    const expected = score(model, sound);
    expect(result.portfolio.accounts[0]?.loss).toEqual({
      probability: expected.probability,
      withinDays: 90,
      shape: 1.2,
      source: 'model',
    });
    expect(result.scores).toEqual([{ account: 'A-1', reasons: expected.reasons }]);
    expect(result.findings).toEqual([]);
  });

  it('keeps a forecast that was given, features or not, and scores the result to itself', () => {
    const result = scored({ accounts: [accountBody({ features: sound })], scorecard });
    expect(result.portfolio.accounts[0]?.loss.source).toBe('crm');
    expect(result.portfolio.accounts[0]?.loss.probability).toBe(0.23);
    expect(result.scores).toEqual([]);
    expect(scorePortfolio(result.portfolio)).toEqual(result);
  });

  it('adds up stakes and expected loss in minor units', () => {
    const accounts = [
      accountBody(),
      accountBody({ id: 'A-2', stake: 1_001, loss: { probability: 0.5, withinDays: 9 } }),
    ];
    const result = scored({ accounts });
    expect(result.totalStake).toBe(1_201_001);
    expect(result.expectedLoss).toBe(276_501);
    expect(result.badData).toBe(0);
  });

  it('names every account that nobody can score', () => {
    const { loss: _, ...unknown } = accountBody({ features: sound });
    const outcome = scorePortfolio(
      portfolio({ accounts: [unknown, accountBody({ id: 'A-2' }), { ...unknown, id: 'A-3' }] }),
    );
    expect(outcome).toMatchObject({
      outcome: 'not-scorable',
      violations: [
        { path: '/accounts/0/loss', rule: 'account.scorable', received: 'nothing for A-1' },
        { path: '/accounts/2/loss', rule: 'account.scorable', received: 'nothing for A-3' },
      ],
    });
  });

  it.each([
    ['stake.zero', { stake: 0 }],
    ['loss.certain', { loss: { probability: 1, withinDays: 30 } }],
    ['loss.certain', { loss: { probability: 0, withinDays: 30 } }],
    ['feature.missing', { loss: undefined, features: { ...sound, contract: null } }],
    ['feature.unseen', { loss: undefined, features: { ...sound, contract: 'weekly' } }],
    ['feature.beyond', { loss: undefined, features: { ...sound, seatsUsedShare: 40 } }],
    ['features.mostly-missing', { loss: undefined, features: { contract: 'annual' } }],
  ])('counts an account with %s as bad data and names it', (rule, overrides) => {
    const { loss, ...rest } = accountBody({ id: 'A-2', ...overrides });
    const accounts = [accountBody(), loss === undefined ? rest : { ...rest, loss }];
    const result = scored({ accounts, scorecard });
    expect(result.badData).toBe(0.5);
    expect(result.findings.map((finding) => [finding.account, finding.rule])).toContainEqual(['A-2', rule]);
  });

  it('does not hold an unknown feature against an account where the fit saw that too', () => {
    const { loss: _, ...unknown } = accountBody({ features: { ...sound, seatsUsedShare: null } });
    expect(scored({ accounts: [unknown], scorecard }).findings).toEqual([]);
  });

  it('gives the same bytes for the same records in any order', () => {
    const accounts = ['A-2', 'A-10', 'A-1'].map((id) => accountBody({ id }));
    const engagements = ['E-2', 'E-1'].map((id) => engagementBody({ id }));
    const ledger = [
      { account: 'A-2', at: '2026-11-01T10:00:00Z', channel: 'phone' },
      { account: 'A-1', at: '2026-11-02T10:00:00Z', channel: 'sms' },
      { account: 'A-1', at: '2026-11-02T10:00:00Z', channel: 'email' },
    ];
    const one = scored({ accounts, engagements, ledger });
    const other = scored({
      accounts: accounts.toReversed(),
      engagements: engagements.toReversed(),
      ledger: ledger.toReversed(),
    });
    expect(canonicalText(other)).toBe(canonicalText(one));
    expect(one.portfolio.accounts.map(({ id }) => id)).toEqual(['A-1', 'A-10', 'A-2']);
  });

  it('scores a portfolio without accounts as nothing at stake', () => {
    expect(scored({ accounts: [], engagements: [] })).toMatchObject({ badData: 0, totalStake: 0, expectedLoss: 0 });
  });
});
