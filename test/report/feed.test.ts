import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { repFeed } from '../../core/report/feed.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { plan, portfolio } = reportFixture();
const rep = portfolio.reps[0];
if (!rep) throw new Error('the fixture has reps');
const own = plan.assignments.filter((assignment) => assignment.rep === rep.id);
const feed = repFeed({ rep, plan, portfolio, tenant: 'acme' });

function events(text: string): ICAL.Event[] {
  return new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component));
}

describe('repFeed', () => {
  it('holds each meeting of the rep at its instant, as an independent parser reads it', () => {
    const read = events(feed).map((event) => ({
      uid: event.uid,
      start: event.startDate.toJSDate().getTime(),
      minutes: event.duration.toSeconds() / 60,
    }));
    expect(read.toSorted((a, b) => a.start - b.start)).toEqual(
      own.map(({ engagement, start, minutes }) => ({
        uid: `${engagement}.acme@risk-aware-scheduling`,
        start: Date.parse(start),
        minutes,
      })),
    );
  });

  it('is the same bytes again, stamped from asOf', () => {
    expect(repFeed({ rep, plan, portfolio, tenant: 'acme' })).toBe(feed);
    expect(new Set(feed.match(/DTSTAMP:.*/g))).toEqual(new Set(['DTSTAMP:20261123T003000Z']));
    const later = repFeed({ rep, plan, portfolio: { ...portfolio, asOf: '2026-11-24T00:30:00Z' }, tenant: 'acme' });
    const sequence = (text: string) => Number(text.match(/SEQUENCE:(\d+)/)?.[1]);
    expect(sequence(later) - sequence(feed)).toBe(1440);
  });

  it('of a version of the plan head is newer than that of the version before, whatever portfolio it was made of', () => {
    const of = (version: number) => repFeed({ rep, plan, portfolio, tenant: 'acme', version });
    const sequences = [2, 3].map((version) => new Set(of(version).match(/SEQUENCE:.*/g)));
    expect(sequences).toEqual([new Set(['SEQUENCE:2']), new Set(['SEQUENCE:3'])]);
  });

  it('ends every line with CR LF and folds at 75 octets', () => {
    expect(feed.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(feed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of feed.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('gives the reasons, and isolates labels written from right to left', () => {
    const [first] = events(feed);
    expect(first?.description).toContain('Protected value USD 340 k.\nWhy this meeting:\n- 20% chance of losing ');
    const hebrew = events(feed).find((event) => event.summary.includes('מפגש'));
    expect(hebrew?.summary).toMatch(/^\u2068מפגש חידוש\u2069: A-\d+ \((phone|video)\)$/);
  });

  it('keeps a hostile name and hostile reasons inside their values', () => {
    const hostile = own.map((assignment) => ({
      ...assignment,
      reasons: [{ code: 'x\r\nATTENDEE:mailto:a@b\r\n;,\\\u202e', numbers: {}, refs: {} }],
    }));
    const text = repFeed({
      rep,
      plan: { ...plan, assignments: hostile },
      portfolio,
      tenant: 'acme',
      name: 'a\r\nX-EVIL:1;,\\',
    });
    expect(text).not.toMatch(/^(ATTENDEE|X-EVIL)/m);
    expect(text).not.toContain('\u202e');
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(text).toContain('\r\nX-WR-CALNAME:a X-EVIL:1\\;\\,\\\\\r\n');
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(own.length);
  });

  it('is a calendar with its one component where the rep has no meeting', () => {
    const text = repFeed({ rep, plan: { ...plan, assignments: [] }, portfolio, tenant: 'acme' });
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getAllSubcomponents().map((component) => component.name)).toEqual(['vtimezone']);
    expect(calendar.getFirstPropertyValue('refresh-interval')?.toString()).toBe('PT1H');
  });

  it('is this text, to the byte, for one meeting', () => {
    const [meeting] = own;
    if (!meeting) throw new Error('the fixture has meetings');
    const text = repFeed({ rep, plan: { ...plan, assignments: [meeting] }, portfolio, tenant: 'acme' });
    expect(text.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//risk-aware-scheduling//plan//EN',
      'METHOD:PUBLISH',
      'NAME:Plan for R-1',
      'X-WR-CALNAME:Plan for R-1',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'BEGIN:VEVENT',
      'UID:E-1236.acme@risk-aware-scheduling',
      'SEQUENCE:29923230',
      'DTSTAMP:20261123T003000Z',
      'DTSTART:20261123T080000Z',
      'DTEND:20261123T090000Z',
      'SUMMARY:onboarding: A-1236 (phone)',
      'DESCRIPTION:Account A-1236\\, engagement E-1236\\nProtected value USD 340 k.',
      ' \\nWhy this meeting:\\n- 20% chance of losing USD 2.06 M\\; held the same day',
      '  it averts 30% of what is still to come: USD 210 k on average\\, after cost',
      ' s and weighed for the bad case USD 340 k\\n- next best: R-1\\, Wed 25 Nov\\, ',
      ' 10:00 (Berlin)\\, worth USD 37\\,765 less',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });
});
