import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';

function broken(body: unknown) {
  const parsed = parsePortfolio(body);
  return parsed.ok ? [] : parsed.violations.map((violation) => `${violation.path} ${violation.rule}`);
}

describe('a portfolio', () => {
  it('is accepted in its smallest form and gets every default', () => {
    const parsed = parsePortfolio(portfolioBody());
    expect(parsed.ok && parsed.value.horizon.slotMinutes).toBe(15);
    expect(parsed.ok && parsed.value.accounts[0]?.contact.objected).toBe(false);
    expect(parsed.ok && parsed.value.engagements[0]?.pinned).toBeNull();
  });

  it('is accepted empty: whether a run makes sense is for preflight', () => {
    expect(broken(portfolioBody({ accounts: [], engagements: [], reps: [] }))).toEqual([]);
  });

  const cases: readonly [string, Record<string, unknown>, string][] = [
    ['duplicate account ids', { accounts: [accountBody(), accountBody()] }, '/accounts/1/id id.unique'],
    ['duplicate engagement ids', { engagements: [engagementBody(), engagementBody()] }, '/engagements/1/id id.unique'],
    ['duplicate rep ids', { reps: [repBody(), repBody()] }, '/reps/1/id id.unique'],
    [
      'an unknown account',
      { engagements: [engagementBody({ account: 'A-9' })] },
      '/engagements/0/account reference.known',
    ],
    ['an unknown owner', { accounts: [accountBody({ owner: 'R-9' })] }, '/accounts/0/owner reference.known'],
    [
      'an unknown predecessor',
      { engagements: [engagementBody({ after: ['E-9'] })] },
      '/engagements/0/after/0 reference.known',
    ],
    [
      'a pin to an unknown rep',
      { engagements: [engagementBody({ pinned: { rep: 'R-9', start: '2026-11-24T09:00:00Z' } })] },
      '/engagements/0/pinned/rep reference.known',
    ],
    [
      'a ledger entry of an unknown account',
      { ledger: [{ account: 'A-9', at: '2026-11-20T09:00:00Z', channel: 'email' }] },
      '/ledger/0/account reference.known',
    ],
    [
      'a window that ends before it starts',
      { engagements: [engagementBody({ due: '2026-11-20' })] },
      '/engagements/0/due window.order',
    ],
    [
      'working hours that end before they start',
      { reps: [repBody({ hours: [{ days: ['mo'], from: '17:00', to: '09:00' }] })] },
      '/reps/0/hours/0/to value.custom',
    ],
    [
      'a busy block of no length',
      { reps: [repBody({ busy: [{ from: '2026-11-24T09:00:00Z', to: '2026-11-24T09:00:00Z' }] })] },
      '/reps/0/busy/0/to interval.order',
    ],
    [
      'leave that ends before it starts',
      { reps: [repBody({ leave: [{ from: '2026-11-25', to: '2026-11-24' }] })] },
      '/reps/0/leave/0/to interval.order',
    ],
    ['an unknown time zone', { reps: [repBody({ timeZone: 'Mars/Base' })] }, '/reps/0/timeZone value.custom'],
    ['an offset in place of a zone', { reps: [repBody({ timeZone: '+02:00' })] }, '/reps/0/timeZone value.custom'],
    [
      'NaN',
      { accounts: [accountBody({ loss: { probability: Number.NaN, withinDays: 90 } })] },
      '/accounts/0/loss/probability type.number',
    ],
    ['a stake of 1e308', { accounts: [accountBody({ stake: 1e308 })] }, '/accounts/0/stake number.maximum'],
    [
      'an infinite stake',
      { accounts: [accountBody({ stake: Number.POSITIVE_INFINITY })] },
      '/accounts/0/stake type.number',
    ],
    ['a negative stake', { accounts: [accountBody({ stake: -1 })] }, '/accounts/0/stake number.minimum'],
    ['half a cent', { accounts: [accountBody({ stake: 0.5 })] }, '/accounts/0/stake type.int'],
    ['a leap day that does not exist', { horizon: { start: '2026-02-29', days: 5 } }, '/horizon/start format.date'],
    ['an instant without zone', { asOf: '2026-11-23T06:00:00' }, '/asOf format.datetime'],
    ['an id of __proto__', { accounts: [accountBody({ id: '__proto__' })] }, '/accounts/0/id format.regex'],
    ['an id of valueOf', { reps: [repBody({ id: 'valueOf' })] }, '/reps/0/id value.custom'],
    [
      'half of a surrogate pair in a text',
      { accounts: [accountBody({ features: { plan: '\ud800' } })] },
      '/accounts/0/features/plan text.well-formed',
    ],
    [
      'half of a surrogate pair in a key',
      { accounts: [accountBody({ features: { '\ud800': 1 } })] },
      '/accounts/0/features/\ud800 text.well-formed',
    ],
    [
      'a horizon at the end of all dates',
      { horizon: { start: '9999-12-31', days: 60 } },
      '/horizon/start value.custom',
    ],
    [
      'a horizon beyond what minutes can be counted to',
      { horizon: { start: '6000-01-01', days: 60 } },
      '/horizon/start value.custom',
    ],
    [
      'a horizon before minutes are counted',
      { horizon: { start: '1970-01-01', days: 60 } },
      '/horizon/start value.custom',
    ],
    [
      'a line break in a label',
      { engagements: [engagementBody({ kind: 'call\r\nBcc: x' })] },
      '/engagements/0/kind format.regex',
    ],
    ['HTML in a label', { engagements: [engagementBody({ kind: '<script>' })] }, '/engagements/0/kind format.regex'],
    ['a formula in a label', { engagements: [engagementBody({ kind: '=1+1' })] }, '/engagements/0/kind format.regex'],
    [
      'right-to-left override in a label',
      { engagements: [engagementBody({ kind: 'call\u202e' })] },
      '/engagements/0/kind format.regex',
    ],
    ['an unknown field', { accounts: [accountBody({ stakes: 1 })] }, '/accounts/0/stakes key.unknown'],
    [
      'an account without loss and features',
      { accounts: [accountBody({ loss: undefined })] },
      '/accounts/0 account.loss-or-features',
    ],
    ['an equity group named twice', { equityGroups: ['tier', 'tier'] }, '/equityGroups/1 group.unique'],
    [
      'an equity group that only every object has',
      { equityGroups: ['toString'] },
      '/accounts/0/groups/toString group.declared',
    ],
    ['a missing equity group', { equityGroups: ['tier'] }, '/accounts/0/groups/tier group.declared'],
    [
      'a touch in the future',
      { ledger: [{ account: 'A-1', at: '2026-12-01T09:00:00Z', channel: 'email' }] },
      '/ledger/0/at ledger.past',
    ],
    [
      'consent given in the future',
      { accounts: [accountBody({ contact: { consent: { phone: { given: true, at: '2027-01-01' } } } })] },
      '/accounts/0/contact/consent/phone/at consent.past',
    ],
    [
      'stakes that add up beyond exact arithmetic',
      { accounts: Array.from({ length: 101 }, (_, i) => accountBody({ id: `A-${i}`, stake: 1e12 })), engagements: [] },
      '/accounts stake.total',
    ],
  ];
  it.each(cases)('is refused with %s', (_, overrides, expected) => {
    expect(broken(portfolioBody(overrides))).toContain(expected);
  });

  it('is refused when an engagement waits for one of another account', () => {
    const body = portfolioBody({
      accounts: [accountBody(), accountBody({ id: 'A-2' })],
      engagements: [engagementBody(), engagementBody({ id: 'E-2', account: 'A-2', after: ['E-1'] })],
    });
    expect(broken(body)).toEqual(['/engagements/1/after/0 precedence.account']);
  });

  it('is refused when engagements wait for each other in a circle, each named', () => {
    const body = portfolioBody({
      engagements: [
        engagementBody({ after: ['E-3'] }),
        engagementBody({ id: 'E-2', after: ['E-1'] }),
        engagementBody({ id: 'E-3', after: ['E-2'] }),
        engagementBody({ id: 'E-4' }),
      ],
    });
    expect(broken(body)).toEqual([0, 1, 2].map((index) => `/engagements/${index}/after precedence.acyclic`));
  });

  it('is refused when two pinned engagements overlap, and accepted when they touch', () => {
    const pinned = (id: string, start: string) => engagementBody({ id, pinned: { rep: 'R-1', start } });
    const clash = portfolioBody({
      engagements: [pinned('E-1', '2026-11-24T09:00:00Z'), pinned('E-2', '2026-11-24T09:44:00Z')],
    });
    expect(broken(clash)).toEqual(['/engagements/1/pinned/start pinned.overlap']);
    const touch = portfolioBody({
      engagements: [pinned('E-1', '2026-11-24T09:00:00Z'), pinned('E-2', '2026-11-24T09:45:00Z')],
    });
    expect(broken(touch)).toEqual([]);
  });

  it('lists the rules between records although other records are malformed', () => {
    const body = portfolioBody({
      accounts: [accountBody({ stake: 'much' })],
      engagements: [engagementBody({ due: '2026-11-20' }), engagementBody({ id: 'E-2', account: 'A-9' })],
    });
    expect(broken(body)).toEqual([
      '/accounts/0/stake type.number',
      '/engagements/1/account reference.known',
      '/engagements/0/due window.order',
    ]);
  });

  it('does not take an own __proto__ key from JSON, at any depth', () => {
    const text = JSON.stringify(portfolioBody())
      .replace('"groups":', '"x":')
      .replace('"stake":1200000', '"stake":1200000,"groups":{"__proto__":"x"}');
    expect(broken(JSON.parse(text))).toContain('/accounts/0/groups/__proto__ key.forbidden');
  });

  it('survives a body nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(broken(portfolioBody({ ledger: JSON.parse(deep) })).join()).toMatch(/^\/ledger(\/0)+ depth\.maximum$/);
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parsePortfolio(value).ok).toBe(false);
      }),
    );
  });

  it('is accepted again when written out and read back, unchanged', () => {
    const parsed = parsePortfolio(portfolioBody());
    if (!parsed.ok) throw new Error('expected a sound portfolio');
    expect(parsePortfolio(JSON.parse(JSON.stringify(parsed.value)))).toEqual(parsed);
  });
});
