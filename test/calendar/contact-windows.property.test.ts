import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactWindows } from '../../core/calendar/contact-windows.ts';
import { instantOf } from '../../core/calendar/minute.ts';
import { packs } from '../../core/calendar/packs.ts';
import type { Account } from '../../core/model/portfolio.ts';
import { ALWAYS, account, engagement, horizon, policy } from './make.ts';
import { allowedStarts } from './reference.ts';

/** A zone and a date close to something unusual: gaps and folds, also at midnight; odd offsets; a leap day; a lost day. */
const UNUSUAL: [string, string][] = [
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['America/Sao_Paulo', '2017-10-14'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['Africa/Cairo', '2024-04-25'],
  ['Africa/Cairo', '2024-10-31'],
  ['Asia/Beirut', '2024-03-30'],
  ['Asia/Beirut', '2024-10-26'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Pacific/Chatham', '2026-09-26'],
  ['America/Nuuk', '2024-03-30'],
  ['America/Nuuk', '2024-10-26'],
  ['Pacific/Apia', '2011-12-29'],
  ['Asia/Kathmandu', '2028-02-28'],
  ['Australia/Sydney', '2026-12-24'],
  ['Europe/Paris', '2026-07-13'],
];

const hours = fc.array(
  fc
    .record({
      days: fc.uniqueArray(fc.constantFrom('mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'), { minLength: 3 }),
      times: fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 }),
    })
    .map(({ days, times }) => {
      const [from = 0, to = 0] = times.toSorted((a, b) => a - b).map((quarter) => quarter * 15);
      return { days, from: clock(from), to: clock(to) };
    }),
  { minLength: 1, maxLength: 3 },
);

const drawing = fc.record({
  unusual: fc.constantFrom(...UNUSUAL),
  jurisdiction: fc.constantFrom('US', 'US-FL', 'CA', 'AU', 'FR', 'DE', 'US-TX'),
  alternative: fc.option(
    fc.record({
      timeZone: fc.constantFrom(...UNUSUAL.map(([zone]) => zone)),
      jurisdiction: fc.constantFrom('US', 'AU', 'FR', 'DE'),
    }),
  ),
  hours: fc.option(fc.oneof(hours, fc.constant(ALWAYS))),
  consumer: fc.boolean(),
  closed: fc.option(fc.integer({ min: -1, max: 4 })),
  minutes: fc.constantFrom(5, 30, 45, 480),
  earliest: fc.integer({ min: -3, max: 2 }),
  due: fc.integer({ min: 0, max: 6 }),
  requested: fc.boolean(),
  notice: fc.constantFrom(0, 1, 4, 9),
  days: fc.integer({ min: 1, max: 3 }),
  asOf: fc.integer({ min: -2880, max: 2880 }),
});

function situation(drawn: Drawn) {
  const [timeZone, start] = drawn.unusual;
  const at = (days: number) => new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
  const customer: Account = account({
    timeZone,
    jurisdiction: drawn.jurisdiction,
    alternatives: drawn.alternative === null ? [] : [drawn.alternative],
    ...(drawn.hours === null ? {} : { hours: drawn.hours }),
    closed: drawn.closed === null ? [] : [at(drawn.closed)],
    contact: { consumer: drawn.consumer },
  });
  const meeting = engagement({
    minutes: drawn.minutes,
    earliest: at(drawn.earliest),
    due: at(drawn.due),
    requested: drawn.requested,
  });
  const asOf = new Date(Date.parse(start) + drawn.asOf * 60_000 + 1_000).toISOString();
  const context = {
    asOf,
    horizon: horizon(start, drawn.days),
    policy: policy({ noticeBusinessHours: drawn.notice }),
    packs,
  };
  return { customer, meeting, context };
}

type Drawn = typeof drawing extends fc.Arbitrary<infer T> ? T : never;

describe('contactWindows', () => {
  it('allows exactly the starts that a minute-by-minute reading of the rules allows', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(drawing, (drawn) => {
        const { customer, meeting, context } = situation(drawn);
        const answer = contactWindows(customer, meeting, context);
        const windows = answer.ok ? answer.windows : [];
        const found = windows.map(({ from, to }) => `${instantOf(from)} to ${instantOf(to - meeting.minutes)}`);
        expect(found).toEqual(runs(allowedStarts(customer, meeting, context)));
      }),
      { numRuns: 40, seed: 20261122 },
    );
  });

  it('gives one array for equal questions of different accounts, and the same values from an empty memo', () => {
    fc.assert(
      fc.property(drawing, (drawn) => {
        const { customer, meeting, context } = situation(drawn);
        const once = contactWindows(customer, meeting, context);
        const twin = contactWindows({ ...customer, id: account({ id: 'A-2' }).id }, { ...meeting }, context);
        const fresh = contactWindows(customer, meeting, { ...context, horizon: { ...context.horizon } });
        expect(fresh).toEqual(once);
        if (once.ok && twin.ok) expect(twin.windows).toBe(once.windows);
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Minutes in a row as `first to last`. */
function runs(minutes: readonly number[]): string[] {
  const found: { first: number; last: number }[] = [];
  for (const minute of minutes) {
    const run = found.at(-1);
    if (run !== undefined && run.last + 1 === minute) run.last = minute;
    else found.push({ first: minute, last: minute });
  }
  return found.map(({ first, last }) => `${instantOf(first)} to ${instantOf(last)}`);
}
