import { describe, expect, it } from 'vitest';
import type { Forecasts } from '../../core/model/forecasts.ts';
import { Forecasts as Contract } from '../../core/model/forecasts.ts';
import { Outcome } from '../../core/model/outcome.ts';
import { PlanBook } from '../../core/risk/plan-book.ts';
import { resolveForecasts } from '../../core/risk/resolve-forecasts.ts';
import { resolveMeetings } from '../../core/risk/resolve-meetings.ts';
import { DAY, instant, LEARNED, START } from './learning-world.ts';

const day = (n: number) => instant(START + n * DAY);
let runs = 0;
function plan(on: number, accounts: readonly object[], meetings: readonly object[] = []): Forecasts {
  runs += 1;
  return Contract.parse({
    ...{
      contract: 'forecasts/1',
      run: `run-${String(runs).padStart(32, '0')}`,
      plan: LEARNED,
      learned: LEARNED,
      asOf: day(on),
    },
    accounts: accounts.map((account) => ({
      account: 'A-1',
      probability: 0.4,
      withinDays: 30,
      arm: null,
      kind: null,
      ...account,
    })),
    meetings: meetings.map((meeting) => ({
      ...{ engagement: 'E-1', account: 'A-1', kind: 'call', start: day(3), minutes: 30, show: 0.8, averts: 0.5 },
      ...meeting,
    })),
  });
}
const outcome = (kind: string, on: number, of: object = { account: 'A-1' }) =>
  Outcome.parse({ contract: 'outcome/1', kind, at: day(on), ...of });

function resolve(plans: readonly Forecasts[], standing: readonly Outcome[], on: number) {
  const now = START + on * DAY;
  const book = PlanBook.of(plans, standing, now);
  const { meetings, unmatched } = resolveMeetings(book, standing);
  return { ...resolveForecasts(book, standing, meetings, now), meetings, unmatched };
}

describe('resolveForecasts', () => {
  it('counts a forecast once its time is up and a later plan still knows the account', () => {
    const plans = [plan(0, [{}]), plan(31, [{}])];
    expect(resolve(plans, [], 29)).toMatchObject({ resolved: [], open: 1, lostFromSight: 0 });
    expect(resolve(plans, [], 32).resolved).toMatchObject([{ account: 'A-1', lost: 0, expected: 0.4, known: day(30) }]);
  });

  it('does not count a loss before its time is up, when survivors cannot be known either', () => {
    const plans = [plan(0, [{}])];
    expect(resolve(plans, [outcome('lost', 5)], 10)).toMatchObject({ resolved: [], open: 1 });
    expect(resolve(plans, [outcome('lost', 5)], 30).resolved).toMatchObject([{ lost: 1 }]);
  });

  it('takes a renewal for kept, a loss after its time for kept, and an account nobody saw again for unknown', () => {
    const plans = [plan(0, [{}, { account: 'A-2' }, { account: 'A-3' }]), plan(31, [{ account: 'A-2' }])];
    const found = resolve(plans, [outcome('renewed', 9), outcome('lost', 40, { account: 'A-2' })], 50);
    expect(found.resolved.map(({ account, lost }) => [account, lost])).toEqual([
      ['A-1', 0],
      ['A-2', 0],
    ]);
    expect(found.lostFromSight).toBe(1);
  });

  it('counts the first forecast of a quarter alone, and none while the one before has not run out', () => {
    const nights = Array.from({ length: 86 }, (_, n) => plan(n, [{ withinDays: 60 }]));
    const next = [plan(90, [{ withinDays: 60 }]), plan(160, [{ withinDays: 60 }])];
    const found = resolve([...nights, ...next], [], 161);
    expect(found.resolved.map(({ known }) => known)).toEqual([day(60), day(150)]);
  });

  it('expects what was done: a meeting held counts whole, a no-show not at all, one nobody told of at its chance', () => {
    const plans = [plan(0, [{}], [{}]), plan(31, [{}])];
    const expected = (told: Outcome[]) => resolve(plans, told, 32).resolved[0]?.expected ?? 0;
    const engagement = { engagement: 'E-1' };
    expect(expected([outcome('no-show', 3, engagement)])).toBe(0.4);
    const held = expected([outcome('held', 3, engagement)]);
    const untold = expected([]);
    expect(held).toBeLessThan(0.4 * 0.6);
    expect(untold).toBeGreaterThan(held);
    expect(untold).toBeLessThan(0.4);
    expect(expected([outcome('moved', 2, engagement)])).toBeLessThan(0.4);
    expect(expected([outcome('moved', 3, engagement)])).toBe(0.4);
  });

  it('counts the meetings an account did not live to see at their chance', () => {
    const plans = [plan(0, [{}], [{ start: day(8) }])];
    expect(resolve(plans, [outcome('lost', 4)], 31).resolved[0]?.expected).toBeLessThan(0.4);
  });
});

describe('resolveMeetings', () => {
  it('takes a start from the plan in force then: moved by a later plan, the old start is no meeting', () => {
    const plans = [plan(0, [], [{ start: day(5) }]), plan(2, [], [{ start: day(6) }])];
    const { meetings } = resolve(plans, [], 20);
    expect(meetings.map(({ start }) => start)).toEqual([day(6)]);
  });

  it('matches an outcome to the attempt it is about, and says which it could not match', () => {
    const plans = [plan(0, [], [{ start: day(1) }]), plan(2, [], [{ start: day(6) }])];
    const engagement = { engagement: 'E-1' };
    const found = resolve(
      plans,
      [outcome('no-show', 1, engagement), outcome('held', 6, engagement), outcome('held', 6, { engagement: 'E-9' })],
      20,
    );
    expect(found.meetings.map(({ state }) => state)).toEqual(['no-show', 'held']);
    expect(found.unmatched).toBe(1);
  });

  it('leaves out what is not due yet', () => {
    expect(resolve([plan(0, [], [{ start: day(5) }])], [], 4).meetings).toEqual([]);
  });
});
