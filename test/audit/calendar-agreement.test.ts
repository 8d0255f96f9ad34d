import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsOf, pricedPlaces } from '../../core/audit/option.ts';
import { repDayOf } from '../../core/audit/rep-day.ts';
import { contactWindows } from '../../core/calendar/contact-windows.ts';
import { packs } from '../../core/calendar/packs.ts';
import { repDays } from '../../core/calendar/rep-days.ts';
import { account, contextOf, draft, engagement, invariantFlaws, policyOf, portfolioOf, rep } from './example.ts';

/** Two ways to the same hours: the calendar's windows for the planner, and the audit's rules for one start at a time. */
const CONTACT = new Set(['window', 'account-hours', 'quiet-hours', 'notice', 'objection', 'consent', 'silence']);

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
];
const places = fc.record({
  timeZone: fc.constantFrom(...zones),
  jurisdiction: fc.constantFrom('DE', 'FR', 'AU', 'CA', 'US', 'US-FL', 'US-WA', 'US-CA'),
});
const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const time = fc.constantFrom('00:00', '01:30', '02:30', '03:00', '09:00', '12:00', '17:30', '23:30', '24:00');
const hours = fc.array(
  fc
    .tuple(fc.subarray(weekdays, { minLength: 4 }), time, time)
    .filter(([, from, to]) => from < to)
    .map(([days, from, to]) => ({ days, from, to })),
  { minLength: 1, maxLength: 4 },
);
/** Weeks with a change of clocks, holidays, a new year. */
const starts = ['2026-03-27', '2026-04-03', '2026-10-23', '2026-10-30', '2026-12-23', '2027-01-25', '2026-09-04'];
const world = fc.record({
  start: fc.constantFrom(...starts),
  place: places,
  alternatives: fc.array(places, { maxLength: 2 }),
  hours: fc.option(hours, { nil: undefined }),
  repHours: fc.oneof(hours, fc.constant([{ days: weekdays, from: '00:00', to: '24:00' }])),
  repZone: fc.constantFrom(...zones),
  closed: fc.subarray(starts),
  consumer: fc.boolean(),
  runningContract: fc.boolean(),
  refusedAt: fc.constantFrom(undefined, undefined, undefined, '2026-01-28', '2026-10-24', '2025-04-01'),
  consent: fc.constantFrom(undefined, undefined, true, true, false),
  requested: fc.boolean(),
  notice: fc.constantFrom(0, 4, 30),
  minutes: fc.constantFrom(30, 60, 240),
  offset: fc.integer({ min: -48, max: 60 }),
  window: fc.constantFrom([-1, 6], [1, 1], [0, 2]),
  busy: fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 900 })), { maxLength: 3 }),
});

const plus = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const at = (minute: number) => new Date(minute * 60_000).toISOString().replace('.000Z', 'Z');

const RUNS = 80;
describe('the audit and the calendar', () => {
  it('agree on every start of the horizon, in any zone, over changes of clocks and holidays', () => {
    fc.assert(
      fc.property(world, (w) => {
        const first = Date.parse(w.start) / 60_000;
        const policy = policyOf({ contact: { noticeBusinessHours: w.notice } });
        const portfolio = portfolioOf({
          asOf: at(first + w.offset * 60 + 7),
          horizon: { start: w.start, days: 3, slotMinutes: 60 },
          accounts: [
            account('A-1', {
              ...w.place,
              alternatives: w.alternatives,
              ...(w.hours === undefined ? {} : { hours: w.hours }),
              closed: w.closed,
              contact: {
                ...{ consumer: w.consumer, runningContract: w.runningContract },
                ...(w.refusedAt === undefined ? {} : { refusedAt: w.refusedAt }),
                consent: w.consent === undefined ? {} : { phone: { given: w.consent, at: '2025-01-01' } },
              },
            }),
          ],
          engagements: [
            engagement('E-1', 'A-1', {
              ...{ minutes: w.minutes, requested: w.requested },
              ...{ earliest: plus(w.start, w.window[0] ?? 0), due: plus(w.start, w.window[1] ?? 0) },
            }),
          ],
          reps: [
            rep('R-1', {
              ...{ hours: w.repHours, timeZone: w.repZone },
              busy: w.busy.map(([from, length]) => ({ from: at(first + from), to: at(first + from + length) })),
            }),
          ],
        });
        const [of] = portfolio.accounts;
        const [item] = portfolio.engagements;
        const [by] = portfolio.reps;
        if (of === undefined || item === undefined || by === undefined) throw new Error('nothing to compare');
        const { asOf, horizon } = portfolio;
        const found = contactWindows(of, item, { asOf, horizon, policy, packs });
        const free = repDays(by, horizon);
        for (const day of free) {
          const { availableMinutes, free: spans } = repDayOf(by, day.date, policy);
          expect({ date: day.date, spans, availableMinutes }).toEqual({
            date: day.date,
            spans: day.free,
            availableMinutes: day.availableMinutes,
          });
        }
        const evidence = { portfolio, policy, published: null };
        const places = pricedPlaces(contextOf(evidence, draft(portfolio, policy, [])));
        const days = new Set<string>();
        for (let start = first - 1_440; start < first + 4 * 1_440; start += 60) {
          const day = free.find((each) => each.from <= start && start < each.to);
          if (day === undefined) continue;
          const context = contextOf(evidence, draft(portfolio, policy, [['E-1', 'R-1', at(start)]]));
          const allowed =
            found.ok &&
            Math.ceil(Date.parse(asOf) / 60_000) <= start &&
            found.windows.some(({ from, to }) => from <= start && start + w.minutes <= to);
          const kept = invariantFlaws(context, CONTACT) === 0 && start >= context.asOf;
          if (kept !== allowed) expect({ start: at(start), kept }).toEqual({ start: at(start), kept: allowed });
          const inFree = day.free.some(({ from, to }) => from <= start && start + w.minutes <= to);
          if (inFree !== (invariantFlaws(context, new Set(['rep-hours', 'horizon'])) === 0) && start >= context.asOf)
            expect({ start: at(start), inFree }).toEqual({ start: at(start), inFree: !inFree });
          if (inFree && allowed) days.add(day.date);
        }
        expect(optionsOf(places, of, item)).toHaveLength(days.size);
      }),
      { numRuns: RUNS },
    );
  });
});
