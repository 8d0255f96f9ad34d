import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { drawLots, reserveAccounts } from '../../core/risk/reserve-accounts.ts';
import { type ScoredPortfolio, scorePortfolio } from '../../core/risk/score-portfolio.ts';
import { accountBody, engagementBody, portfolioBody } from '../support/portfolio-builder.ts';

const policy = Policy.parse({ contract: 'policy/1', learning: { holdoutShare: 0.25 } });
const nobody = new Set<string>();

function portfolioOf(
  count: number,
  change: (i: number) => { account?: object; engagement?: object } = () => ({}),
  asOf = '2026-11-23T06:00:00Z',
): ScoredPortfolio {
  const ids = Array.from({ length: count }, (_, i) => i);
  const body = portfolioBody({
    asOf,
    accounts: ids.map((i) => accountBody({ id: `A-${i}`, stake: 1_000 + i, ...change(i).account })),
    engagements: ids.map((i) => engagementBody({ id: `E-${i}`, account: `A-${i}`, ...change(i).engagement })),
  });
  const scores = scorePortfolio(Portfolio.parse(body));
  if (scores.outcome !== 'scored') throw new Error('scored');
  return scores.portfolio;
}
const reservedIds = (portfolio: ScoredPortfolio) => (portfolio.heldOut ?? []).map(({ account }) => `${account}`);

describe('reserveAccounts', () => {
  it('takes about the share out of planning, lists what was open with them, and loses nothing', () => {
    const portfolio = portfolioOf(1_000);
    const after = reserveAccounts(portfolio, policy, nobody);
    const reserved = reservedIds(after);
    // A quarter of the 800 in the lot.
    expect(reserved.length).toBeGreaterThan(160);
    expect(reserved.length).toBeLessThan(240);
    const listed = (after.heldOut ?? []).flatMap(({ engagements }) => engagements.map(({ id }) => id));
    const rest = after.engagements.map(({ id }) => id);
    expect([...rest, ...listed].sort()).toEqual(portfolio.engagements.map(({ id }) => id).sort());
    expect(after.engagements.some(({ account }) => reserved.includes(account))).toBe(false);
    expect(after.accounts).toEqual(portfolio.accounts);
  });

  it('never reserves vulnerable or objected accounts, mandatory work, or those with most to lose', () => {
    const portfolio = portfolioOf(1_000, (i) => ({
      ...(i % 3 === 0 ? { account: { contact: { vulnerable: true } } } : {}),
      ...(i % 3 === 1 ? { engagement: { mandatory: true } } : {}),
      ...(i % 7 === 2 ? { account: { contact: { objected: true } } } : {}),
    }));
    const free = { ...policy, learning: { ...policy.learning, holdoutShare: 0.5, holdoutMinimum: 1 } };
    const reserved = reservedIds(reserveAccounts(portfolio, free, nobody));
    expect(reserved.length).toBeGreaterThan(50);
    for (const id of reserved) {
      const i = Number(id.slice(2));
      expect([i % 3, i % 7 === 2, i >= 800]).toEqual([2, false, false]);
    }
  });

  it('breaks no promise: pinned, asked for, published; and passes nobody over longer than the policy allows', () => {
    const portfolio = portfolioOf(1_000, (i) => ({
      ...(i % 4 === 0 ? { engagement: { pinned: { rep: 'R-1', start: '2026-11-24T10:00:00Z' } } } : {}),
      ...(i % 4 === 1 ? { engagement: { requested: true } } : {}),
      ...(i % 4 === 2 ? { account: { passedOver: 3 } } : {}),
    }));
    const committed = new Set(['A-3', 'A-7', 'A-11', 'A-15', 'A-19']);
    const lots = drawLots(portfolio, policy.learning);
    const reserved = reservedIds(reserveAccounts(portfolio, policy, committed));
    const byLot = portfolio.accounts.filter(({ id }) => lots.get(id) === 'reserved').map(({ id }) => `${id}`);
    expect(reserved).toEqual(byLot.filter((id) => Number(id.slice(2)) % 4 === 3 && !committed.has(id)));
    expect(byLot.length).toBeGreaterThan(reserved.length * 2);
  });

  it('reserves the same accounts every night of a quarter and others in the next', () => {
    const at = (asOf: string) => reservedIds(reserveAccounts(portfolioOf(600, undefined, asOf), policy, nobody));
    expect(at('2026-12-31T23:00:00Z')).toEqual(at('2026-10-01T06:00:00Z'));
    expect(at('2027-01-01T06:00:00Z')).not.toEqual(at('2026-12-31T23:00:00Z'));
  });

  it('reserves nobody where so few could be that nothing would be learned, nor where the share is 0', () => {
    expect(reserveAccounts(portfolioOf(100), policy, nobody).heldOut).toBeUndefined();
    const none = { ...policy, learning: { ...policy.learning, holdoutShare: 0 } };
    expect(reserveAccounts(portfolioOf(1_000), none, nobody).heldOut).toBeUndefined();
  });

  it('draws the same lots from the scored portfolio after the reserved ones were taken out', () => {
    const portfolio = portfolioOf(600);
    expect(drawLots(reserveAccounts(portfolio, policy, nobody), policy.learning)).toEqual(
      drawLots(portfolio, policy.learning),
    );
  });
});
