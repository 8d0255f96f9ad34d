import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXACT_COMBINATIONS } from '../../core/audit/account-term.ts';
import type { AuditContext } from '../../core/audit/context.ts';
import { figuresOf } from '../../core/audit/figures.ts';
import type { DayMultipliers } from '../../core/model/plan.ts';
import type { Account, Engagement, Rep } from '../../core/model/portfolio.ts';
import { certaintyEquivalent } from '../../core/risk/certainty-equivalent.ts';
import { lossProbability, type Touch } from '../../core/risk/loss-process.ts';
import { account, type Case, contextOf, draft, engagement, invariantFlaws, rep, settled } from './example.ts';

type Places = readonly (readonly [string, string, string])[];

const ALONE = new Set([
  ...['grid', 'horizon', 'rep-hours', 'skill', 'language', 'role', 'team', 'window', 'account-hours', 'quiet-hours'],
  ...['notice', 'objection', 'consent', 'silence', 'contact-cap', 'minimum-gap'],
]);

const dayNames = ['mo', 'tu', 'we', 'th', 'fr'];
/** Tiny worlds: an hour's grid, mornings only, so that every plan there is can be listed. */
const tiny: fc.Arbitrary<Case & { readonly theta: number }> = fc
  .record({
    engagements: fc.array(
      fc.record({
        of: fc.constantFrom('A-1', 'A-2'),
        minutes: fc.constantFrom(30, 60, 90),
        effect: fc.double({ min: 0, max: 1, noNaN: true }),
        channel: fc.constantFrom('phone', 'in-person'),
        due: fc.constantFrom('2026-11-23', '2026-11-24'),
        pinned: fc.option(fc.constantFrom('2026-11-23T08:30:00Z', '2026-11-24T09:00:00Z', '2026-12-01T09:00:00Z'), {
          freq: 5,
        }),
        published: fc.option(fc.constantFrom('2026-11-23T09:00:00Z', '2026-11-24T10:00:00Z'), { freq: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    stakes: fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 1e12 })),
    chance: fc.double({ min: 0, max: 1, noNaN: true }),
    theta: fc.constantFrom(0, 1e-9, 1e-5, 1),
    owner: fc.option(fc.constantFrom('R-1', 'R-2'), { nil: undefined }),
    gap: fc.constantFrom(0, 24),
    cap: fc.constantFrom(0, 1, 5),
    ledger: fc.boolean(),
    limit: fc.constantFrom(60, 120, 300),
    prices: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 5 }),
  })
  .map(
    ({
      engagements,
      stakes,
      chance,
      owner,
      gap,
      cap,
      ledger,
      limit,
      prices,
      theta,
    }): Case & { readonly theta: number } => {
      const used = new Set<string>();
      return {
        theta,
        portfolio: {
          horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
          accounts: ['A-1', 'A-2'].map((id, i) =>
            account(id, {
              stake: stakes[i],
              loss: { probability: chance, withinDays: 5, shape: 1.5 },
              ...(owner ? { owner } : {}),
            }),
          ),
          engagements: engagements.map((each, i) => {
            const start = each.pinned !== null && !used.has(each.pinned) ? each.pinned : null;
            if (start !== null) used.add(start);
            return engagement(`E-${i}`, each.of, {
              ...{
                minutes: start === null ? each.minutes : 30,
                effect: each.effect,
                channel: each.channel,
                due: each.due,
              },
              pinned: start === null ? null : { rep: 'R-1', start },
            });
          }),
          reps: ['R-1', 'R-2'].map((id) =>
            rep(id, {
              team: id,
              hours: [{ days: dayNames, from: '09:00', to: id === 'R-1' ? '12:00' : '11:00' }],
              maxMinutesPerDay: limit,
            }),
          ),
          ledger: ledger ? [{ account: 'A-1', at: '2026-11-21T10:00:00Z', channel: 'email' }] : [],
        },
        policy: {
          risk: { measure: theta === 0 ? 'neutral' : 'evar' },
          rep: { loadCeiling: 1 },
          value: { disruptionCost: 700 },
          contact: { caps: [{ touches: cap, days: 2 }], minimumGapHours: gap, noticeBusinessHours: 0 },
        },
        placed: [],
        published: engagements.flatMap(({ published }, i) =>
          published === null ? [] : [[`E-${i}`, 'R-1', published] as const],
        ),
        prices: (id, date, slots) => ({
          slots: Array.from({ length: slots }, (_, k) => prices[(k + id.length + (id === 'R-2' ? 1 : 0)) % 5] ?? 0),
          perHour: date === '2026-11-23' ? (prices[0] ?? 0) : 0,
          perEngagement: id === 'R-2' ? (prices[1] ?? 0) : 0,
        }),
      };
    },
  );

interface World {
  readonly context: AuditContext;
  readonly withPlaces: (placed: Places) => AuditContext;
}

function worldOf(input: Case, theta: number): World {
  const { plan: _, ...evidence } = settled({ ...input, placed: [] });
  const withPlaces = (placed: Places): AuditContext => {
    const plan = draft(evidence.portfolio, evidence.policy, placed, input.prices);
    return contextOf(evidence, { ...plan, risk: { ...plan.risk, theta } });
  };
  return { context: withPlaces([]), withPlaces };
}

/** Every rep and grid hour of the horizon's two days, and the pinned place. */
function placesFor({ context, withPlaces }: World, each: Engagement): Places {
  if (each.pinned !== null) return [[each.id, each.pinned.rep, each.pinned.start]];
  const first = Date.parse('2026-11-23T06:00:00Z');
  return context.portfolio.reps.flatMap(({ id }) =>
    Array.from({ length: 34 }, (_, hour) => new Date(first + hour * 3_600_000).toISOString().replace('.000Z', 'Z'))
      .map((start) => [each.id, id, start] as const)
      .filter((place) => invariantFlaws(withPlaces([...pinnedPlaces(context), place]), ALONE) === 0),
  );
}

function pinnedPlaces(context: AuditContext): Places {
  return context.portfolio.engagements.flatMap(({ id, pinned }) =>
    pinned ? [[id, pinned.rep, pinned.start] as const] : [],
  );
}

/** The best objective of all plans that keep every rule. */
function optimum(world: World): number {
  const free = world.context.portfolio.engagements.filter(({ pinned }) => pinned === null);
  let best = Number.NEGATIVE_INFINITY;
  const extend = (index: number, placed: Places): void => {
    const next = free[index];
    if (next === undefined) {
      const context = world.withPlaces(placed);
      if (invariantFlaws(context) === 0) best = Math.max(best, figuresOf(context).objective());
      return;
    }
    extend(index + 1, placed);
    for (const place of placesFor(world, next)) extend(index + 1, [...placed, place]);
  };
  extend(0, pinnedPlaces(world.context));
  return best;
}

/** The bound from the page, term by term, with no pruning, no shared arithmetic beyond the loss process. */
function naiveBound(world: World, exactUpTo: number): bigint {
  const { context } = world;
  const { portfolio, policy, plan } = context;
  let sixty = -60 * policy.value.disruptionCost * context.commitments.size;
  const free = portfolio.engagements.filter(({ pinned }) => pinned === null);
  const divisor = free.map(({ minutes }) => minutes).reduce(greatestCommonDivisor, 0);
  for (const each of portfolio.reps) {
    for (const date of context.days) {
      const prices = plan.certificate.multipliers[each.id]?.[date] ?? { slots: [], perHour: 0, perEngagement: 0 };
      const pinned = portfolio.engagements.filter((e) => e.pinned?.rep === each.id && e.pinned.start.startsWith(date));
      const minutes = pinned.reduce((sum, e) => sum + e.minutes, 0);
      let cap = Math.max(minutes, Math.min(each.maxMinutesPerDay, context.repDay(each, date).availableMinutes));
      if (divisor > 0) cap -= (cap - minutes) % divisor;
      sixty += 60 * prices.slots.reduce((a, b) => a + b, 0) + prices.perHour * cap;
      sixty += 60 * prices.perEngagement * Math.max(each.maxEngagementsPerDay, pinned.length);
    }
  }
  for (const each of portfolio.accounts) sixty += naiveTerm(world, each, exactUpTo);
  return BigInt(Math.floor(sixty / 60));
}

function naiveTerm(world: World, of: Account, exactUpTo: number): number {
  const { context } = world;
  const { policy } = context;
  const mine = context.portfolio.engagements.filter((each) => each.account === of.id);
  const loss = of.loss ?? { probability: 0, withinDays: 1, shape: 1 };
  const ce = (touches: readonly Touch[]) =>
    certaintyEquivalent(context.plan.risk.theta, lossProbability(loss, touches), of.stake);
  const options = mine.map((each) => {
    const pairs = new Map<string, { touch: Touch; cost: number; pinned: boolean }>();
    for (const place of placesFor(world, each)) {
      const by = context.portfolio.reps.find(({ id }) => id === place[1]);
      if (by === undefined) throw new Error('no rep');
      const option = naiveOption(context, of, each, by, place[2]);
      const key = `${option.touch.day} ${option.share}`;
      const known = pairs.get(key);
      if (known === undefined || option.cost < known.cost) pairs.set(key, { ...option, pinned: each.pinned !== null });
    }
    return [...pairs.values()];
  });
  const days = context.portfolio.horizon.days + 2;
  const gap = policy.contact.minimumGapHours;
  const most = Math.min(
    ...policy.contact.caps.map((cap) => cap.touches * Math.ceil(days / cap.days)),
    gap === 0 ? 1e9 : 1 + Math.floor((24 * days) / gap),
  );
  const combinations = options.reduce((n, list) => (list[0]?.pinned ? n : n * (list.length + 1)), 1);
  if (combinations <= exactUpTo) {
    let best = Number.NEGATIVE_INFINITY;
    const extend = (index: number, touches: readonly Touch[], cost: number, free: number): void => {
      const list = options[index];
      if (list === undefined) {
        const worth = ce([]) - ce(touches);
        best = Math.max(best, 60 * (worth < 0 ? 0 : Math.floor(worth + 0.5)) - cost);
        return;
      }
      if (list[0]?.pinned !== true) extend(index + 1, touches, cost, free);
      for (const { touch, cost: price, pinned } of list)
        if (pinned || free < most) extend(index + 1, [...touches, touch], cost + price, free + (pinned ? 0 : 1));
    };
    extend(0, [], 0, 0);
    return best;
  }
  const bests = options.flatMap((list) =>
    list.length === 0
      ? []
      : [
          {
            day: Math.min(...list.map(({ touch }) => touch.day)),
            averts: Math.max(...list.map(({ touch }) => touch.averts)),
          },
        ],
  );
  const low = lossProbability(loss, bests);
  const theta = context.plan.risk.theta;
  const surplus = options.map((list) =>
    list.map(({ touch, cost }) => {
      const drop = loss.probability - lossProbability(loss, [touch]);
      const worth =
        certaintyEquivalent(theta, Math.min(1, low + drop), of.stake) - certaintyEquivalent(theta, low, of.stake);
      return 60 * Math.ceil(worth) - cost;
    }),
  );
  const pinned = surplus.filter((_, i) => mine[i]?.pinned !== null).flat();
  const free = surplus.filter((_, i) => mine[i]?.pinned === null).map((list) => Math.max(0, ...list));
  return [...pinned, ...free.sort((a, b) => b - a).slice(0, most)].reduce((a, b) => a + b, 0);
}

function naiveOption(context: AuditContext, of: Account, each: Engagement, by: Rep, start: string) {
  const { policy, plan } = context;
  const from = Date.parse(start) / 60_000;
  const date = start.slice(0, 10);
  const prices: DayMultipliers | undefined = plan.certificate.multipliers[by.id]?.[date];
  // Both days lie in winter time: local midnight is 23:00 UTC, and slots are hours.
  const midnight = Date.parse(date) / 60_000 - 60;
  const end = from + each.minutes + (each.pinned === null ? policy.rep.bufferMinutes : 0);
  const covered = (prices?.slots ?? []).filter((_, k) => from <= midnight + 60 * k && midnight + 60 * k < end);
  const share =
    of.owner === undefined ? 1 : of.owner === by.id ? policy.value.affinity.owner : policy.value.affinity.other;
  const commitment = context.commitments.get(each.id);
  const kept = commitment?.rep === by.id && Date.parse(commitment.start) === Date.parse(start);
  const contact = policy.value.contactCost[each.channel] ?? 0;
  return {
    share,
    touch: { day: (Date.parse(date) - Date.parse('2026-11-22')) / 86_400_000, averts: each.show * each.effect * share },
    cost:
      60 * (contact - (kept ? policy.value.disruptionCost : 0)) +
      60 * covered.reduce((a, b) => a + b, 0) +
      (prices?.perHour ?? 0) * each.minutes +
      60 * (prices?.perEngagement ?? 0),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

describe('the bound recomputed from multipliers', () => {
  it('equals the formula of the page on tiny worlds', () => {
    fc.assert(
      fc.property(tiny, (input) => {
        const world = worldOf(input, input.theta);
        expect(figuresOf(world.context).bound()).toBe(naiveBound(world, EXACT_COMBINATIONS));
      }),
      { numRuns: 40 },
    );
  });
  it('is at least the best plan there is, whatever the multipliers', () => {
    fc.assert(
      fc.property(tiny, (input) => {
        const world = worldOf(input, input.theta);
        const best = optimum(world);
        if (best > Number.NEGATIVE_INFINITY)
          expect(Number(figuresOf(world.context).bound())).toBeGreaterThanOrEqual(best);
      }),
      { numRuns: 25 },
    );
  });
  it('uses the over-estimate where an account has too many combinations, and is a bound there, too', () => {
    const ids = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6', 'E-7'];
    const input: Case = {
      portfolio: {
        horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
        accounts: [account('A-1', { owner: 'R-1', stake: 3_000_000 })],
        engagements: ids.map((id, i) => engagement(id, 'A-1', { effect: 0.1 + i / 10, minutes: 30 + 5 * i })),
        reps: ['R-1', 'R-2'].map((id) =>
          rep(id, { team: id, hours: [{ days: dayNames, from: '09:00', to: '12:00' }] }),
        ),
      },
      policy: { rep: { loadCeiling: 1 }, contact: { caps: [], minimumGapHours: 24, noticeBusinessHours: 0 } },
      placed: [],
      prices: (_, date, slots) => ({
        slots: Array.from({ length: slots }, (_price, k) => (k % 7) * 3_000),
        perHour: date === '2026-11-23' ? 20_000 : 0,
        perEngagement: 500,
      }),
    };
    const world = worldOf(input, 1e-6);
    const bound = figuresOf(world.context).bound();
    expect(bound).toBe(naiveBound(world, EXACT_COMBINATIONS));
    expect(bound).toBeGreaterThanOrEqual(naiveBound(world, 1e9));
  });
});
