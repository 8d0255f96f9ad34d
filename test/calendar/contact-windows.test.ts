import { describe, expect, it } from 'vitest';
import { contactWindows } from '../../core/calendar/contact-windows.ts';
import { difference } from '../../core/calendar/interval.ts';
import { packs } from '../../core/calendar/packs.ts';
import type { Account, Engagement } from '../../core/model/portfolio.ts';
import { ALWAYS, account, engagement, horizon, policy, span } from './make.ts';

const context = { asOf: '2026-11-23T06:00:00Z', horizon: horizon('2026-11-23', 3), policy: policy(), packs };

function windows(customer: Account, meeting: Engagement = engagement(), within = context) {
  const answer = contactWindows(customer, meeting, within);
  if (!answer.ok) throw new Error(`refused by ${answer.rule}`);
  return answer.windows;
}

describe('contactWindows', () => {
  it('are the business days of the horizon, less the notice of the first', () => {
    expect(windows(account())).toEqual([
      span('2026-11-23T12:00', '2026-11-23T17:00'),
      span('2026-11-24T08:00', '2026-11-24T17:00'),
      span('2026-11-25T08:00', '2026-11-25T17:00'),
      span('2026-11-26T08:00', '2026-11-26T17:00'),
    ]);
  });

  it('need no notice for a meeting the customer asked for, yet never start before asOf', () => {
    const asOf = '2026-11-23T09:07:30Z';
    expect(windows(account(), engagement({ requested: true }), { ...context, asOf })[0]).toEqual(
      span('2026-11-23T09:08', '2026-11-23T17:00'),
    );
  });

  it('lie between earliest and due, both included, in the account’s own zone', () => {
    const auckland = account({ timeZone: 'Pacific/Auckland', jurisdiction: 'NZ' });
    const meeting = engagement({ earliest: '2026-11-25', due: '2026-11-25' });
    expect(windows(auckland, meeting)).toEqual([span('2026-11-24T20:00', '2026-11-25T05:00')]);
    expect(windows(auckland, engagement({ due: '2026-11-20' }))).toEqual([]);
  });

  it('bound the start by due and not the end, where hours run over midnight', () => {
    // A night shift in Toronto on a Friday, where a subdivision pack of the test's own allows calls around the clock.
    const night = [{ jurisdiction: 'CA', name: 'Night', rules: { hours: { ...SOURCED, value: ALWAYS } } }];
    const toronto = account({ timeZone: 'America/Toronto', jurisdiction: 'CA', hours: ALWAYS });
    const meeting = engagement({ earliest: '2026-11-24', due: '2026-11-24', minutes: 30 });
    expect(windows(toronto, meeting, { ...context, packs: night })).toEqual([
      span('2026-11-24T05:00', '2026-11-25T05:29'),
    ]);
  });

  it('leave out what is too short for the meeting', () => {
    const hours = [
      { days: ['tu' as const], from: '09:00', to: '09:30' },
      { days: ['tu' as const], from: '10:00', to: '11:00' },
    ];
    expect(windows(account({ hours }), engagement({ minutes: 30, requested: true }))).toHaveLength(2);
    expect(windows(account({ hours }), engagement({ minutes: 31, requested: true }))).toEqual([
      span('2026-11-24T09:00', '2026-11-24T10:00'),
    ]);
  });

  it('keep the rules of all places the customer may be at together', () => {
    const traveller = account({
      timeZone: 'Europe/Paris',
      jurisdiction: 'FR',
      hours: ALWAYS,
      contact: { consumer: true },
      alternatives: [{ timeZone: 'America/New_York', jurisdiction: 'US-FL' }],
    });
    // Paris 14:00 to 20:00 is 13:00Z to 19:00Z; New York 8:00 to 20:00 is 13:00Z to 01:00Z.
    expect(windows(traveller, engagement({ earliest: '2026-11-24', due: '2026-11-24' }))).toEqual([
      span('2026-11-24T13:00', '2026-11-24T19:00'),
    ]);
  });

  it('are none where no hour suits all places', () => {
    const anywhere = account({ alternatives: [{ timeZone: 'Pacific/Auckland', jurisdiction: 'NZ' }] });
    expect(contactWindows(anywhere, engagement(), context)).toEqual({ ok: true, windows: [] });
  });

  it.each(['US-FL', 'US-OK', 'US-WA'])('of %s lie inside those of the United States', (jurisdiction) => {
    const at = (code: string) => windows(account({ timeZone: 'America/New_York', jurisdiction: code, hours: ALWAYS }));
    expect(at(jurisdiction)).not.toEqual([]);
    expect(difference(at(jurisdiction), at('US'))).toEqual([]);
  });

  it('begin when the silence after a refusal is over', () => {
    const parisian = account({
      timeZone: 'Europe/Paris',
      jurisdiction: 'FR',
      contact: { consumer: true, refusedAt: '2026-09-25' },
    });
    expect(windows(parisian)[0]).toEqual(span('2026-11-25T09:00', '2026-11-25T12:00'));
    expect(contactWindows(parisian, engagement({ due: '2026-11-24' }), context)).toMatchObject({
      ok: false,
      rule: 'silence',
    });
  });

  it('are refused after an objection before any other rule is asked, and without consent', () => {
    const objected = account({ contact: { objected: true, consent: { phone: { given: false, at: '2026-01-05' } } } });
    expect(contactWindows(objected, engagement({ requested: true }), context)).toMatchObject({
      ok: false,
      rule: 'objection',
    });
    const unwilling = account({ contact: { consent: { phone: { given: false, at: '2026-01-05' } } } });
    expect(contactWindows(unwilling, engagement(), context)).toMatchObject({ ok: false, rule: 'consent' });
  });

  it.each([
    ['an empty list of hours', account({ hours: [] })],
    ['other hours', account({ hours: [{ days: ['tu'], from: '10:00', to: '12:00' }] })],
    ['a closed day', account({ closed: ['2026-11-24'] })],
    ['another zone', account({ timeZone: 'Europe/London' })],
    ['an alternative', account({ alternatives: [{ timeZone: 'Europe/London', jurisdiction: 'GB' }] })],
    ['another jurisdiction and a consumer', account({ jurisdiction: 'FR', contact: { consumer: true } })],
  ])('are told apart by %s, and are what they are when asked alone', (_, other) => {
    const shared = { ...context, horizon: { ...context.horizon } };
    const usual = windows(account(), engagement(), shared);
    const answer = windows(other, engagement(), shared);
    expect(answer).not.toEqual(usual);
    expect(answer).toEqual(windows(other, engagement(), { ...context, horizon: { ...context.horizon } }));
  });

  it('are told apart by asOf, notice and packs, asked of one horizon', () => {
    const first = (within: Partial<typeof context>) => windows(account(), engagement(), { ...context, ...within })[0];
    expect(first({})).toEqual(span('2026-11-23T12:00', '2026-11-23T17:00'));
    expect(first({ asOf: '2026-11-23T09:00:00Z' })).toEqual(span('2026-11-23T13:00', '2026-11-23T17:00'));
    expect(first({ policy: policy({ noticeBusinessHours: 1 }) })).toEqual(span('2026-11-23T09:00', '2026-11-23T17:00'));
    const late = [{ jurisdiction: '*', name: 'Late', rules: { hours: { ...SOURCED, value: [LATE] } } }];
    expect(first({ packs: late })).toEqual(span('2026-11-23T16:00', '2026-11-23T17:00'));
  });

  it('cross a change of the clock inside the horizon', () => {
    const spring = { ...context, asOf: '2026-03-26T06:00:00Z', horizon: horizon('2026-03-27', 4) };
    expect(windows(account(), engagement({ earliest: '2026-03-27' }), spring)).toEqual([
      span('2026-03-27T08:00', '2026-03-27T17:00'),
      span('2026-03-30T07:00', '2026-03-30T16:00'),
      span('2026-03-31T07:00', '2026-03-31T16:00'),
    ]);
  });

  it('are none when asOf lies after the horizon', () => {
    expect(windows(account(), engagement(), { ...context, asOf: '2027-11-23T06:00:00Z' })).toEqual([]);
  });
});

const SOURCED = { source: 'made for this test', checked: '2026-11-22' };
const LATE = { days: ['mo'], from: '17:00', to: '20:00' };
