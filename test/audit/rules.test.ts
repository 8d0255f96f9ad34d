import { describe, expect, it } from 'vitest';
import { RULES } from '../../core/audit/audit.ts';
import { account, audited, brokenRules, type Case, engagement, rep } from './example.ts';

type Pair = readonly [rule: string, condition: string, good: Case, bad: Case];

const one = (start: string, portfolio: Case['portfolio'] = {}, policy: Case['policy'] = {}): Case => ({
  portfolio,
  policy,
  placed: [['E-1', 'R-1', start]],
});
const two = (starts: [string, string], portfolio: Case['portfolio'] = {}, policy: Case['policy'] = {}): Case => ({
  portfolio,
  policy,
  placed: [
    ['E-1', 'R-1', starts[0]],
    ['E-2', 'R-1', starts[1]],
  ],
});
const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
const accounts = (changes: Record<string, unknown>) => ({
  accounts: [account('A-1', changes), account('A-2'), account('A-3')],
});
const first = (changes: Record<string, unknown>) => ({
  engagements: [engagement('E-1', 'A-1', changes), engagement('E-2', 'A-2'), engagement('E-3', 'A-3')],
});
const reps = (changes: Record<string, unknown>) => ({ reps: [rep('R-1', changes), rep('R-2')] });
const wholeDay = [{ days: ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'], from: '00:00', to: '24:00' }];
const eveningRep = reps({ hours: wholeDay });
const US = { timeZone: 'America/New_York', jurisdiction: 'US', hours: wholeDay };
const fourHours = { contact: { noticeBusinessHours: 4 } };
const auckland = { ...US, timeZone: 'Pacific/Auckland' };
const same = {
  engagements: [engagement('E-1', 'A-1'), engagement('E-2', 'A-1', { due: '2027-01-31' })],
};
const row = (starts: string[]): Case => ({
  portfolio: {
    accounts: starts.map((_, i) => account(`A-${i}`)),
    engagements: starts.map((_, i) => engagement(`E-${i}`, `A-${i}`, { minutes: 30 })),
  },
  placed: starts.map((start, i) => [`E-${i}`, 'R-1', tuesday(start)] as const),
});
const consumer = { jurisdiction: 'FR', timeZone: 'Europe/Paris', contact: { consumer: true, runningContract: true } };

/** For each rule a plan that keeps it, barely where there is an edge, and one that breaks it and nothing else. */
const pairs: readonly Pair[] = [
  ['grid', 'start on the quarter of an hour', one(tuesday('09:15')), one(tuesday('09:10'))],
  ['grid', 'start without seconds', one(tuesday('09:15')), one('2026-11-24T09:15:30Z')],
  [
    'horizon',
    'start on the last day',
    one('2026-11-27T09:00:00Z'),
    one('2026-11-30T09:00:00Z', first({ due: '2026-12-24' })),
  ],
  [
    'horizon',
    'start at asOf, seconds rounded up',
    one(tuesday('09:00'), { asOf: '2026-11-24T08:59:30Z', ...first({ requested: true }) }),
    one(tuesday('09:00'), { asOf: '2026-11-24T09:00:30Z', ...first({ requested: true }) }),
  ],
  ['rep-hours', 'end at closing time', one(tuesday('15:00')), one(tuesday('15:15'))],
  [
    'rep-hours',
    'hours that touch are one',
    one(
      tuesday('10:30'),
      reps({
        hours: [
          { days: ['tu'], from: '08:00', to: '12:00' },
          { days: ['tu'], from: '12:00', to: '17:00' },
        ],
      }),
    ),
    one(
      tuesday('10:30'),
      reps({
        hours: [
          { days: ['tu'], from: '08:00', to: '12:00' },
          { days: ['tu'], from: '12:15', to: '17:00' },
        ],
      }),
    ),
  ],
  [
    'rep-hours',
    'a busy block ends at the start',
    one(tuesday('09:00'), reps({ busy: [{ from: tuesday('08:00'), to: tuesday('09:00') }] })),
    one(tuesday('09:00'), reps({ busy: [{ from: tuesday('08:00'), to: '2026-11-24T09:00:01Z' }] })),
  ],
  [
    'overlap',
    'buffer of 15 minutes',
    two([tuesday('09:00'), tuesday('10:15')], {}, { rep: { bufferMinutes: 15 } }),
    two([tuesday('09:00'), tuesday('10:15')], {}, { rep: { bufferMinutes: 16 } }),
  ],
  [
    'overlap',
    'a pinned meeting keeps its distance, too',
    two([tuesday('09:10'), tuesday('10:30')], first({ pinned: { rep: 'R-1', start: tuesday('09:10') } })),
    two([tuesday('09:10'), tuesday('10:15')], first({ pinned: { rep: 'R-1', start: tuesday('09:10') } })),
  ],
  [
    'daily-minutes',
    'cap of the rep',
    two([tuesday('09:00'), tuesday('11:00')], reps({ maxMinutesPerDay: 120 })),
    two([tuesday('09:00'), tuesday('11:00')], reps({ maxMinutesPerDay: 119 })),
  ],
  [
    'daily-minutes',
    'load ceiling of the time left by a busy block',
    two([tuesday('09:00'), tuesday('11:00')], reps({ busy: [{ from: tuesday('12:00'), to: tuesday('16:00') }] }), {
      rep: { loadCeiling: 0.4 },
    }),
    two([tuesday('09:00'), tuesday('11:00')], reps({ busy: [{ from: tuesday('12:00'), to: tuesday('16:00') }] }), {
      rep: { loadCeiling: 0.39 },
    }),
  ],
  [
    'daily-minutes',
    'pinned work may exceed the cap, nothing may join it',
    one(tuesday('09:00'), {
      ...first({ pinned: { rep: 'R-1', start: tuesday('09:00') } }),
      ...reps({ maxMinutesPerDay: 30 }),
    }),
    two([tuesday('09:00'), tuesday('11:00')], {
      ...first({ pinned: { rep: 'R-1', start: tuesday('09:00') } }),
      ...reps({ maxMinutesPerDay: 30 }),
    }),
  ],
  [
    'daily-count',
    'cap of the rep',
    two([tuesday('09:00'), tuesday('11:00')], reps({ maxEngagementsPerDay: 2 })),
    two([tuesday('09:00'), tuesday('11:00')], reps({ maxEngagementsPerDay: 1 })),
  ],
  [
    'break',
    'half an hour after three in a row',
    row(['08:00', '08:45', '09:30', '10:30']),
    row(['08:00', '08:45', '09:30', '10:15']),
  ],
  [
    'skill',
    'all skills',
    one(tuesday('09:00'), { ...first({ skills: ['a', 'b'] }), ...reps({ skills: ['b', 'c', 'a'] }) }),
    one(tuesday('09:00'), { ...first({ skills: ['a', 'b'] }), ...reps({ skills: ['a'] }) }),
  ],
  [
    'language',
    'one language',
    one(tuesday('09:00'), { ...first({ languages: ['de', 'en'] }), ...reps({ languages: ['en'] }) }),
    one(tuesday('09:00'), { ...first({ languages: ['de', 'en'] }), ...reps({ languages: ['fr'] }) }),
  ],
  [
    'role',
    'one role',
    one(tuesday('09:00'), { ...first({ roles: ['csm'] }), ...reps({ role: 'csm' }) }),
    one(tuesday('09:00'), first({ roles: ['csm'] })),
  ],
  [
    'team',
    'one team',
    one(tuesday('09:00'), first({ teams: ['T1', 'T2'] })),
    one(tuesday('09:00'), first({ teams: ['T2'] })),
  ],
  [
    'window',
    'first day',
    one(tuesday('09:00'), first({ earliest: '2026-11-24' })),
    one('2026-11-23T09:00:00Z', first({ earliest: '2026-11-24' })),
  ],
  [
    'window',
    'the date is the account’s, not the rep’s',
    one(tuesday('19:00'), { ...accounts(auckland), ...first({ earliest: '2026-11-25' }), ...eveningRep }),
    one(tuesday('19:00'), { ...accounts(auckland), ...first({ due: '2026-11-24' }), ...eveningRep }),
  ],
  [
    'account-hours',
    'own hours',
    one(tuesday('09:00'), accounts({ hours: [{ days: ['tu'], from: '10:00', to: '11:00' }] })),
    one(tuesday('09:15'), accounts({ hours: [{ days: ['tu'], from: '10:00', to: '11:00' }] })),
  ],
  [
    'account-hours',
    'open day',
    one(tuesday('09:00'), accounts({ closed: ['2026-11-23', '2026-11-25'] })),
    one(tuesday('09:00'), accounts({ closed: ['2026-11-24'] })),
  ],
  [
    'account-hours',
    'hours at the alternative place',
    one(
      tuesday('09:00'),
      accounts({ hours: wholeDay, alternatives: [{ timeZone: 'Europe/London', jurisdiction: 'GB' }] }),
    ),
    one(
      tuesday('09:00'),
      accounts({
        hours: [{ days: ['tu'], from: '09:30', to: '18:00' }],
        alternatives: [{ timeZone: 'Europe/London', jurisdiction: 'GB' }],
      }),
    ),
  ],
  [
    'quiet-hours',
    'nine in the evening in the US',
    one('2026-11-25T01:00:00Z', { ...accounts(US), ...eveningRep }),
    one('2026-11-25T01:15:00Z', { ...accounts(US), ...eveningRep }),
  ],
  [
    'quiet-hours',
    'eight in the evening in Florida',
    one('2026-11-25T00:00:00Z', { ...accounts({ ...US, jurisdiction: 'US-FL' }), ...eveningRep }),
    one('2026-11-25T00:15:00Z', { ...accounts({ ...US, jurisdiction: 'US-FL' }), ...eveningRep }),
  ],
  [
    'quiet-hours',
    'a French consumer’s lunch, which a French business does not have',
    one(tuesday('12:00'), accounts({ ...consumer, contact: {} })),
    one(tuesday('12:00'), accounts(consumer)),
  ],
  [
    'quiet-hours',
    'the alternative place has stricter hours',
    one('2026-11-24T21:00:00Z', {
      ...accounts({ ...US, alternatives: [{ timeZone: 'America/Chicago', jurisdiction: 'US' }] }),
      ...eveningRep,
    }),
    one('2026-11-24T13:15:00Z', {
      ...accounts({ ...US, alternatives: [{ timeZone: 'America/Chicago', jurisdiction: 'US' }] }),
      ...eveningRep,
    }),
  ],
  [
    'notice',
    'four business hours from asOf',
    one(tuesday('12:15'), { asOf: tuesday('08:15') }, fourHours),
    one(tuesday('12:00'), { asOf: tuesday('08:15') }, fourHours),
  ],
  [
    'notice',
    'the evening and the night before do not count',
    one(tuesday('12:00'), { asOf: '2026-11-23T18:00:00Z' }, fourHours),
    one(tuesday('11:45'), { asOf: '2026-11-23T18:00:00Z' }, fourHours),
  ],
  [
    'notice',
    'the customer asked',
    one(tuesday('09:00'), { asOf: tuesday('08:15'), ...first({ requested: true }) }, fourHours),
    one(tuesday('09:00'), { asOf: tuesday('08:15') }, fourHours),
  ],
  [
    'objection',
    'no objection',
    one(tuesday('09:00')),
    one(tuesday('09:00'), accounts({ contact: { objected: true } })),
  ],
  [
    'objection',
    'a pinned one is taken out, too',
    {
      placed: [],
      portfolio: {
        ...accounts({ contact: { objected: true } }),
        ...first({ pinned: { rep: 'R-1', start: tuesday('09:00') } }),
      },
    },
    one(tuesday('09:00'), {
      ...accounts({ contact: { objected: true } }),
      ...first({ pinned: { rep: 'R-1', start: tuesday('09:00') } }),
    }),
  ],
  [
    'consent',
    'consent for another channel refused',
    one(tuesday('09:00'), accounts({ contact: { consent: { email: { given: false, at: '2026-01-01' } } } })),
    one(tuesday('09:00'), accounts({ contact: { consent: { phone: { given: false, at: '2026-01-01' } } } })),
  ],
  [
    'consent',
    'a French consumer without a contract said yes',
    one(
      tuesday('09:00'),
      accounts({
        ...consumer,
        contact: { consumer: true, runningContract: false, consent: { phone: { given: true, at: '2026-01-01' } } },
      }),
    ),
    one(tuesday('09:00'), accounts({ ...consumer, contact: { consumer: true, runningContract: false } })),
  ],
  [
    'silence',
    'sixty days after a French refusal',
    one(tuesday('09:00'), accounts({ ...consumer, contact: { consumer: true, refusedAt: '2026-09-24' } })),
    one(tuesday('09:00'), accounts({ ...consumer, contact: { consumer: true, refusedAt: '2026-09-25' } })),
  ],
  [
    'contact-cap',
    'two touches in seven days, the ledger included',
    one(tuesday('09:00'), {
      ledger: [
        { account: 'A-1', at: '2026-11-17T09:00:00Z', channel: 'email' },
        { account: 'A-1', at: '2026-11-18T09:00:00Z', channel: 'sms' },
      ],
    }),
    one(tuesday('09:00'), {
      ledger: [
        { account: 'A-1', at: '2026-11-17T09:01:00Z', channel: 'email' },
        { account: 'A-1', at: '2026-11-18T09:00:00Z', channel: 'sms' },
      ],
    }),
  ],
  [
    'minimum-gap',
    'two days between two planned touches',
    two([tuesday('09:00'), '2026-11-26T09:00:00Z'], same),
    two([tuesday('09:15'), '2026-11-26T09:00:00Z'], same),
  ],
  [
    'minimum-gap',
    'two days after the ledger, seconds dropped',
    one(tuesday('09:00'), {
      asOf: '2026-11-22T10:00:00Z',
      ledger: [{ account: 'A-1', at: '2026-11-22T09:00:59Z', channel: 'email' }],
    }),
    one(tuesday('09:00'), {
      asOf: '2026-11-22T10:00:00Z',
      ledger: [{ account: 'A-1', at: '2026-11-22T09:01:00Z', channel: 'email' }],
    }),
  ],
  [
    'pinned',
    'off the grid, at night, outside the horizon: where it is pinned',
    one('2026-12-24T03:07:00+05:00', first({ pinned: { rep: 'R-1', start: '2026-12-23T22:07:30Z' } })),
    one('2026-11-24T09:00:00Z', first({ pinned: { rep: 'R-1', start: '2026-11-24T09:15:00Z' } })),
  ],
  [
    'pinned',
    'assigned',
    one(tuesday('09:00'), first({ pinned: { rep: 'R-1', start: tuesday('09:00') } })),
    { placed: [], portfolio: first({ pinned: { rep: 'R-1', start: tuesday('09:00') } }) },
  ],
  [
    'precedence',
    'the earlier one first',
    two([tuesday('09:00'), '2026-11-26T09:00:00Z'], {
      engagements: [engagement('E-1', 'A-1'), engagement('E-2', 'A-1', { after: ['E-1'] })],
    }),
    two(['2026-11-26T09:00:00Z', tuesday('09:00')], {
      engagements: [engagement('E-1', 'A-1'), engagement('E-2', 'A-1', { after: ['E-1'] })],
    }),
  ],
  [
    'precedence',
    'the earlier one is assigned',
    one(tuesday('09:00'), { engagements: [engagement('E-1', 'A-1'), engagement('E-2', 'A-1', { after: ['E-1'] })] }),
    one(tuesday('09:00'), { engagements: [engagement('E-1', 'A-1', { after: ['E-2'] }), engagement('E-2', 'A-1')] }),
  ],
  [
    'budget',
    'two new touches',
    two([tuesday('09:00'), tuesday('11:00')], {}, { budget: { contacts: { soft: 1, hard: 2 } } }),
    two([tuesday('09:00'), tuesday('11:00')], {}, { budget: { contacts: { soft: 1, hard: 1 } } }),
  ],
];

describe('each rule on its own', () => {
  it.each(pairs)('%s: %s is accepted', (_rule, _condition, good) => {
    expect(audited(good)).toMatchObject({ ok: true, findings: [] });
  });
  it.each(pairs)('%s: breaking "%s" is found and named', (rule, _condition, _good, bad) => {
    const report = audited(bad);
    expect(report.ok).toBe(false);
    expect(brokenRules(report)).toEqual([rule]);
    for (const finding of report.findings) expect(Object.values(finding).every((text) => text !== '')).toBe(true);
  });
  it('rep-hours: leave is whole days, both ends included', () => {
    const away = (to: string) => audited(one(tuesday('09:00'), reps({ leave: [{ from: '2026-11-20', to }] })));
    expect(away('2026-11-23').ok).toBe(true);
    expect(brokenRules(away('2026-11-24'))).toEqual(['rep-hours', 'daily-minutes']);
  });
  const pins = (starts: string[]) => ({
    ...row(starts),
    portfolio: {
      accounts: starts.map((_, i) => account(`A-${i}`)),
      engagements: starts.map((start, i) =>
        engagement(`E-${i}`, `A-${i}`, { minutes: 30, pinned: i < 4 ? { rep: 'R-1', start: tuesday(start) } : null }),
      ),
    },
  });
  it('pinned meetings back to back break nothing; one more in their row does', () => {
    expect(audited(pins(['08:00', '08:30', '09:00', '09:30'])).ok).toBe(true);
    expect(brokenRules(audited(pins(['08:00', '08:30', '09:00', '09:30', '10:15'])))).toEqual(['break']);
    expect(brokenRules(audited(pins(['08:00', '08:30', '09:00', '09:30', '10:00'])))).toEqual(['overlap', 'break']);
    expect(audited(pins(['08:00', '08:30', '09:00', '09:30', '10:30'])).ok).toBe(true);
  });
  it('consent: an opt-in that starts after the horizon is not needed yet', () => {
    const contact = { consumer: true, runningContract: false };
    const from = (day: string) =>
      audited({
        portfolio: {
          ...{ ...accounts({ ...consumer, contact }), asOf: '2026-07-01T06:00:00Z', horizon: { start: day, days: 2 } },
          ...first({ earliest: day, due: '2026-12-31' }),
        },
        placed: [['E-1', 'R-1', `${day}T09:00:00Z`]],
      });
    expect(from('2026-08-06').ok).toBe(true);
    expect(brokenRules(from('2026-08-10'))).toEqual(['consent']);
  });
  it('has a pair for every rule about meetings', () => {
    const claims = [
      'complete',
      'reference',
      'digests',
      'mandatory',
      'value',
      'objective',
      'certificate',
      'bound',
      'risk',
      'load',
      'prices',
      'parity',
    ];
    const named = new Set(pairs.map(([rule]) => rule));
    expect(RULES.map(({ name }) => name).filter((name) => !claims.includes(name) && !named.has(name))).toEqual([]);
  });
});
