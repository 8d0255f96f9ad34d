import { describe, expect, it } from 'vitest';
import { parse } from '../../core/model/parse.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Policy } from '../../core/model/policy.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Violation } from '../../core/model/violation.ts';
import { listViolations } from '../../core/model/violation-list.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';

/** A portfolio with something in every place that takes text, a number or a list. */
const full = portfolioBody({
  accounts: [
    accountBody({
      owner: 'R-1',
      groups: { tier: 'mid' },
      features: { months: 3, plan: 'gold', trial: false },
      alternatives: [{ timeZone: 'Europe/Paris', jurisdiction: 'FR' }],
      hours: [{ days: ['mo'], from: '09:00', to: '12:00' }],
      closed: ['2026-11-24'],
      contact: { refusedAt: '2026-10-01', consent: { phone: { given: true, at: '2026-01-05', source: 'form' } } },
      passedOver: 1,
    }),
  ],
  engagements: [engagementBody({ skills: ['a'], languages: ['de'], roles: ['r'], teams: ['T1'], after: [] })],
  reps: [
    repBody({
      busy: [{ from: '2026-11-24T08:00:00Z', to: '2026-11-24T09:00:00Z' }],
      leave: [{ from: '2026-11-26', to: '2026-11-26' }],
      history: { availableMinutes: 100, heldMinutes: 50 },
    }),
  ],
  equityGroups: ['tier'],
  ledger: [{ account: 'A-1', at: '2026-11-20T10:00:00Z', channel: 'phone' }],
});

const HOSTILE: readonly unknown[] = [
  null,
  '',
  [],
  {},
  true,
  -1,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '=HYPERLINK("http://x")',
  '<script>alert(1)</script>',
  'a\r\nSet-Cookie: x=1',
  'a\u0000b',
  'a\u202eb',
  '\ud800',
  '__proto__',
  'Mars/Olympus',
  '2026-02-29',
  '2026-03-29T02:30:00',
  'x'.repeat(5_000),
  Array.from({ length: 50 }, () => 'x'),
];

/** Every place of a body, as the keys that lead there. */
function* placesOf(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* placesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((inner, index) => (index === key ? changed(inner, rest, to) : inner));
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? changed(inner, rest, to) : inner]));
}

/** Words of the validation library, which say what is wrong and not what to do. */
const LIBRARY = /Invalid|Too (big|small)|expected|NaN|undefined/;

function unclear({ path, rule, received, remedy }: Violation): boolean {
  const printable = /^[\x20-\x7e\u00a0-\uffff]*$/u.test(`${received}${remedy}`) && !received.includes('\u202e');
  return (
    !/^(\/|$)/.test(path) ||
    rule === '' ||
    received === '' ||
    received.length > 120 ||
    !printable ||
    LIBRARY.test(remedy)
  );
}

describe('a hostile value in any place of a portfolio', () => {
  const places = [...placesOf(full)];

  it('is taken where the contract allows it, or named with path, rule, what was received and what to do', () => {
    expect(parsePortfolio(full)).toMatchObject({ ok: true });
    expect(places.length).toBeGreaterThan(80);
    const bad: unknown[] = [];
    for (const place of places) {
      for (const value of HOSTILE) {
        const outcome = parsePortfolio(changed(full, place, value));
        if (outcome.ok) continue;
        bad.push(...outcome.violations.filter(unclear).map((violation) => [place.join('/'), violation]));
        if (outcome.violations.length === 0) bad.push([place.join('/'), 'refused without a reason']);
      }
    }
    expect(bad.slice(0, 5)).toEqual([]);
  });

  it.each([
    ['accounts/0/stake', 1e308, 'number.maximum', 'use at most 1e12 minor units'],
    ['accounts/0/stake', -1e308, 'number.minimum', 'use 0 or more'],
    ['accounts/0/loss/withinDays', 1e308, 'number.maximum', 'use 1 to 3650 days'],
    ['accounts/0/passedOver', 1e308, 'number.maximum', 'use at most 10000'],
    ['engagements/0/minutes', 1e308, 'number.maximum', 'use 5 to 480 minutes'],
    ['accounts/0/features/plan', [], 'value.listed', 'give one of a number, a string, a boolean, null'],
    ['horizon/slotMinutes', 7, 'value.listed', 'give one of 5, 10, 15, 20, 30, 60'],
    ['accounts/0/contact/consent/phone/source', 'x'.repeat(201), 'string.maximum', 'use at most 200 characters'],
    ['reps', {}, 'type.array', 'give an array'],
  ])('%s: breaks one rule and is told once', (place, value, rule, remedy) => {
    const keys = place.split('/').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const body = changed({ ...full, horizon: { start: '2026-11-23', days: 5, slotMinutes: 15 } }, keys, value);
    const outcome = parsePortfolio(body);
    const found = outcome.ok ? [] : outcome.violations.filter(({ path }) => path === `/${place}`);
    expect(found).toMatchObject([{ rule, remedy }]);
  });
});

describe('a hostile value in any place of a policy', () => {
  it('is taken where the contract allows it, or named with path, rule, what was received and what to do', () => {
    const policy = { ...Policy.parse({ contract: 'policy/1' }), approvers: [{ id: 'ana', email: 'ana@acme.example' }] };
    const bad = [...placesOf(policy)].flatMap((place) =>
      HOSTILE.filter((value) => typeof value !== 'object').flatMap((value) => {
        const outcome = parse(Policy, changed(policy, place, value));
        return outcome.ok ? [] : outcome.violations.filter(unclear).map((violation) => [place.join('/'), violation]);
      }),
    );
    expect(bad.slice(0, 5)).toEqual([]);
  });
});

describe('one mistake made thousands of times', () => {
  const touches = Array.from({ length: 3_000 }, (_, index) => ({
    account: `X-${index % 2}`,
    at: '2026-11-01T00:00:00Z',
    channel: 'phone',
  }));

  it('in the ledger is one violation per unknown account, with the count of the others', () => {
    const outcome = parsePortfolio(
      portfolioBody({ ledger: touches, engagements: [engagementBody({ account: 'A-2' })] }),
    );
    if (outcome.ok) throw new Error('the portfolio refers to accounts it does not have');
    expect(outcome.violations.map(({ path }) => path)).toEqual([
      '/engagements/0/account',
      '/ledger/0/account',
      '/ledger/1/account',
    ]);
    expect(outcome.violations[1]?.remedy).toMatch(/; 1499 more entries of the ledger name it$/);
  });

  it('does not hide the other kinds: the first few of each are listed, and the rest is counted by kind', () => {
    const accounts = Array.from({ length: 400 }, (_, index) => accountBody({ id: `A-${index}`, stake: -1 }));
    const outcome = parsePortfolio(portfolioBody({ accounts, engagements: [engagementBody({ account: 'A-none' })] }));
    if (outcome.ok) throw new Error('no stake is below zero');
    const { listed, more } = listViolations(outcome.violations);
    expect(listed.map(({ path }) => path)).toContain('/engagements/0/account');
    expect(listed.length + more.reduce((sum, { count }) => sum + count, 0)).toBe(outcome.violations.length);
    expect(more).toEqual([{ kind: 'number.minimum at /accounts/*/stake', count: 350 }]);
    const problem = invalidBody('portfolio/1', outcome.violations);
    expect(problem).toMatchObject({ status: 422, violationsTotal: 401 });
    expect(problem.detail).toContain('350 more of number.minimum at /accounts/*/stake');
  });

  it('lists all of a hundred, and never more, however many kinds there are', () => {
    const kinds = (count: number): Violation[] =>
      Array.from({ length: count }, (_, i) => ({ path: `/x/k${i}`, rule: 'r', received: '1', remedy: 'use 2' }));
    expect(listViolations(kinds(100))).toMatchObject({ listed: { length: 100 }, more: [] });
    const { listed, more } = listViolations(kinds(250));
    expect([listed.length, more]).toEqual([100, [{ kind: 'other kinds', count: 150 }]]);
  });
});
