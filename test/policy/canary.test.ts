import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { canaryPortfolio } from '../../core/policy/canary.ts';
import { accountBody, engagementBody, portfolioBody } from '../support/portfolio-builder.ts';

const ids = Array.from({ length: 400 }, (_, n) => n);
const parsed = parsePortfolio(
  portfolioBody({
    accounts: ids.map((n) => accountBody({ id: `A-${n}`, groups: { region: n % 4 === 0 ? 'emea' : 'amer' } })),
    engagements: ids.map((n) => engagementBody({ id: `E-${n}`, account: `A-${n}` })),
    ledger: [{ account: 'A-0', at: '2026-11-20T13:05:00Z', channel: 'email' }],
  }),
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
const portfolio = parsed.value;
const chosen = (share: number, segments?: string[]) =>
  canaryPortfolio(portfolio, { share, ...(segments === undefined ? {} : { segments }) });
const names = (share: number, segments?: string[]) => chosen(share, segments).accounts.map(({ id }) => id);

describe('the canary', () => {
  it('takes about its share, the same accounts each time, and keeps them as it grows', () => {
    const small = names(0.2);
    expect(small.length).toBeGreaterThan(50);
    expect(small.length).toBeLessThan(110);
    expect(names(0.2)).toEqual(small);
    const larger = new Set(names(0.4));
    expect(small.filter((id) => !larger.has(id))).toEqual([]);
    expect(names(0)).toEqual([]);
    expect(names(1)).toHaveLength(400);
  });

  it('takes named segments whole, whatever their hash, and its share of the rest', () => {
    const emea = names(0, ['region:emea']);
    expect(emea).toHaveLength(100);
    expect(new Set(names(0.2, ['region:emea']))).toEqual(new Set([...emea, ...names(0.2)]));
    expect(names(0, ['region:apac', 'tier:emea'])).toEqual([]);
  });

  it('takes whoever is in one of the segments, and not who is in no group at all', () => {
    const accounts = [{ region: 'emea', tier: 'smb' }, { region: 'amer', tier: 'smb' }, {}].map((groups, n) => ({
      ...portfolio.accounts[n]!,
      groups,
    }));
    const taken = canaryPortfolio({ ...portfolio, accounts }, { share: 0, segments: ['region:emea'] });
    expect(taken.accounts.map(({ id }) => id)).toEqual(['A-0']);
  });

  it('takes engagements and ledger along with their accounts, and nobody else’s', () => {
    const { accounts, engagements, ledger } = chosen(0, ['region:emea']);
    expect(engagements.map(({ account }) => account)).toEqual(accounts.map(({ id }) => id));
    expect(ledger).toHaveLength(1);
    expect(chosen(0, ['region:amer']).ledger).toEqual([]);
  });
});
