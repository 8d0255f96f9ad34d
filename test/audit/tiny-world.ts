import fc from 'fast-check';
import type { AuditContext } from '../../core/audit/context.ts';
import { figuresOf } from '../../core/audit/figures.ts';
import { expectedParity } from '../../core/audit/parity.ts';
import type { Engagement } from '../../core/model/portfolio.ts';
import { account, type Case, contextOf, draft, engagement, invariantFlaws, rep, settled } from './example.ts';

type Places = readonly (readonly [string, string, string])[];

const ALONE = new Set([
  ...['grid', 'horizon', 'rep-hours', 'skill', 'language', 'role', 'team', 'window', 'account-hours', 'quiet-hours'],
  ...['notice', 'objection', 'consent', 'silence', 'contact-cap', 'minimum-gap'],
]);

const dayNames = ['mo', 'tu', 'we', 'th', 'fr'];
const free = Array.from({ length: 12 }, () => null);
/** Tiny worlds: an hour's grid, mornings only, so that every plan there is can be listed. */
export interface Tiny extends Case {
  readonly theta: number;
  /** What covering A-1, of tier gold, and A-2, of tier silver, counts for. */
  readonly bonuses: readonly [number, number];
  /** How many starved accounts the certificate claims to be served. */
  readonly served: number;
}

export const tiny = (most: number): fc.Arbitrary<Tiny> =>
  fc
    .record({
      engagements: fc.array(
        fc.record({
          of: fc.constantFrom('A-1', 'A-1', 'A-1', 'A-2'),
          after: fc.integer({ min: 0, max: 4 }),
          minutes: fc.constantFrom(30, 60, 90),
          effect: fc.double({ min: 0, max: 1, noNaN: true }),
          channel: fc.constantFrom('phone', 'in-person'),
          due: fc.constantFrom('2026-11-23', '2026-11-24'),
          pinned: fc.constantFrom(...free, '2026-11-23T08:30:00Z', '2026-11-24T09:00:00Z', '2026-12-01T09:00:00Z'),
          published: fc.option(fc.constantFrom('2026-11-23T09:00:00Z', '2026-11-24T10:00:00Z'), { freq: 1 }),
        }),
        { minLength: 1, maxLength: most },
      ),
      stakes: fc.tuple(fc.integer({ min: 0, max: 300_000 }), fc.constantFrom(0, 50_000, 1e12)),
      objected: fc.constantFrom(false, false, false, true),
      perDay: fc.constantFrom(0, 2, 8),
      chance: fc.double({ min: 0.2, max: 1, noNaN: true }),
      theta: fc.constantFrom(0, 1e-9, 1e-5, 1),
      owner: fc.option(fc.constantFrom('R-1', 'R-2'), { nil: undefined }),
      gap: fc.constantFrom(0, 1, 24),
      cap: fc.constantFrom(0, 1, 2, 5),
      ledger: fc.boolean(),
      limit: fc.constantFrom(60, 120, 300),
      bonuses: fc.constantFrom<[number, number]>([0, 0], [40_000, -32_000], [90_000, -500], [-20_000, 7], [-9, -9]),
      worn: fc.boolean(),
      starved: fc.constantFrom([0, 0], [3, 0], [0, 3], [3, 3], [3, 3]),
      served: fc.integer({ min: 0, max: 2 }),
      prices: fc.array(fc.integer({ min: 0, max: 12_000 }), { minLength: 5, maxLength: 5 }),
    })
    .map(
      ({
        engagements,
        stakes,
        objected,
        perDay,
        chance,
        owner,
        gap,
        cap,
        ledger,
        limit,
        prices,
        bonuses,
        worn,
        theta,
        starved,
        served,
      }): Tiny => {
        const used = new Set<string>();
        return {
          theta,
          bonuses,
          served,
          portfolio: {
            equityGroups: ['tier'],
            asOf: '2026-11-22T12:00:00Z',
            horizon: { start: '2026-11-23', days: 2, slotMinutes: 60 },
            accounts: ['A-1', 'A-2'].map((id, i) =>
              account(id, {
                stake: stakes[i],
                passedOver: starved[i],
                groups: { tier: i === 0 ? 'gold' : 'silver' },
                loss: { probability: chance, withinDays: 5, shape: 1.5 },
                contact: { objected: objected && id === 'A-2' },
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
                after: each.after < i && engagements[each.after]?.of === each.of ? [`E-${each.after}`] : [],
                pinned: start === null ? null : { rep: 'R-1', start },
              });
            }),
            reps: ['R-1', 'R-2'].map((id) =>
              rep(id, {
                team: id,
                hours: [{ days: dayNames, from: '09:00', to: id === 'R-1' ? '12:00' : '11:00' }],
                maxMinutesPerDay: limit,
                maxEngagementsPerDay: perDay,
                ...(worn ? { history: { availableMinutes: 1_000, heldMinutes: id === 'R-1' ? 900 : 300 } } : {}),
              }),
            ),
            ledger: ledger ? [{ account: 'A-1', at: '2026-11-22T09:00:00Z', channel: 'email' }] : [],
          },
          policy: {
            risk: { measure: theta === 0 ? 'neutral' : 'evar' },
            rep: { loadCeiling: 1, fairness: { perMinute: 200 } },
            equity: { minimumSize: 1 },
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

export interface World {
  readonly context: AuditContext;
  readonly withPlaces: (placed: Places) => AuditContext;
}

export function worldOf(
  input: Case,
  theta: number,
  [gold, silver]: readonly [number, number] = [0, 0],
  served = 0,
): World {
  const { plan: _, ...evidence } = settled({ ...input, placed: [] });
  const withPlaces = (placed: Places): AuditContext => {
    const plan = draft(evidence.portfolio, evidence.policy, placed, input.prices);
    const coverage = [
      { group: 'tier', value: 'gold', bonus: gold },
      { group: 'tier', value: 'silver', bonus: silver },
    ];
    const certificate = { ...plan.certificate, coverage, starvedServed: served };
    return contextOf(evidence, { ...plan, risk: { ...plan.risk, theta }, certificate });
  };
  return { context: withPlaces([]), withPlaces };
}

/** Weak: nothing of a world is kept once it is let go. */
const known = new WeakMap<World, Map<Engagement, Places>>();

/** Every rep and grid hour of the horizon's two days, and the pinned place; looked for once in a world. */
export function placesFor(world: World, each: Engagement): Places {
  const ofWorld = known.get(world) ?? new Map<Engagement, Places>();
  known.set(world, ofWorld);
  const places = ofWorld.get(each) ?? placesAnew(world, each);
  ofWorld.set(each, places);
  return places;
}

function placesAnew({ context, withPlaces }: World, each: Engagement): Places {
  if (each.pinned !== null) return [[each.id, each.pinned.rep, each.pinned.start]];
  const first = Date.parse('2026-11-23T06:00:00Z');
  return context.portfolio.reps.flatMap(({ id }) =>
    Array.from({ length: 34 }, (_, hour) => new Date(first + hour * 3_600_000).toISOString().replace('.000Z', 'Z'))
      .map((start) => [each.id, id, start] as const)
      .filter((place) => invariantFlaws(withPlaces([...pinnedPlaces(context), place]), ALONE) === 0),
  );
}

function pinnedPlaces(context: AuditContext): Places {
  return context.portfolio.engagements.flatMap((each) =>
    each.pinned && !objectedTo(context, each) ? [[each.id, each.pinned.rep, each.pinned.start] as const] : [],
  );
}

/**
 * The best objective of all plans that keep every rule, give at least `served` starved accounts a meeting, and where `floored`
 * also reach the coverage floor.
 */
export function optimum(world: World, floored = false, served = 0): number {
  const free = world.context.portfolio.engagements.filter(
    (each) => each.pinned === null && !objectedTo(world.context, each),
  );
  const places = free.map((each) => placesFor(world, each));
  let best = Number.NEGATIVE_INFINITY;
  const extend = (index: number, placed: Places): void => {
    if (index === free.length) {
      const context = world.withPlaces(placed);
      if (invariantFlaws(context) > 0) return;
      const met = context.portfolio.accounts.filter(
        (each) => each.passedOver >= 3 && context.meetingsOfAccount.has(each.id),
      );
      if (met.length < served) return;
      const figures = figuresOf(context);
      const low = expectedParity(context, figures).some(({ ratio, reportOnly }) => !reportOnly && ratio < 0.8);
      if (!floored || !low) best = Math.max(best, figures.objective());
      return;
    }
    extend(index + 1, placed);
    for (const place of places[index] ?? []) extend(index + 1, [...placed, place]);
  };
  extend(0, pinnedPlaces(world.context));
  return best;
}

export function objectedTo(context: AuditContext, { account: of }: Engagement): boolean {
  return context.accounts.get(of)?.contact.objected === true;
}
