import type { Account, Engagement, Rep } from '../model/portfolio.ts';
import type { Touch } from '../risk/loss-process.ts';
import { type AuditContext, remembered } from './context.ts';
import { type Feasible, type FeasibleOf, feasiblePlaces } from './feasible.ts';
import { affinity, contactCost, isPublishedPlace, touchOf } from './objective.ts';
import { type PricedDay, pricedDays } from './rep-prices.ts';
import { localDate, minuteFloor } from './zone.ts';

/** A touch that an engagement can become, and the least it costs, in 1/60 minor units. */
export interface Option {
  readonly touch: Touch;
  readonly cost: number;
}

/** What the search for options reads again and again. */
export interface PricedPlaces {
  readonly context: AuditContext;
  readonly days: ReadonlyMap<string, readonly PricedDay[]>;
  readonly feasibleOf: FeasibleOf;
}

export function pricedPlaces(context: AuditContext): PricedPlaces {
  const days = new Map<string, readonly PricedDay[]>(
    context.portfolio.reps.map((rep) => [rep.id, pricedDays(context, rep)]),
  );
  return { context, days, feasibleOf: feasiblePlaces(context) };
}

/** One option per pair of touch day and affinity that a feasible (rep, start) has; none: no place at all. */
export function optionsOf(places: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  return engagement.pinned === null
    ? freeOptions(places, account, engagement)
    : pinnedOption(places, account, engagement);
}

/** A pinned meeting has its own place alone and covers no buffer; outside the horizon there are no prices. */
function pinnedOption({ context, days }: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  const rep = context.reps.get(engagement.pinned?.rep ?? '');
  if (engagement.pinned === null || rep === undefined) return [];
  const start = minuteFloor(engagement.pinned.start);
  const date = localDate(rep.timeZone, start);
  const day = days.get(rep.id)?.find((each) => each.date === date);
  const price = day?.price(start, start + engagement.minutes, engagement.minutes) ?? 0;
  const cost = price + fixedCost(context, engagement, rep, start);
  return [{ touch: touchOf(context, engagement, account, rep, start), cost }];
}

function freeOptions(places: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  const { context, days, feasibleOf } = places;
  const feasible = feasibleOf(engagement, account);
  if (feasible === null || feasible.starts.length === 0) return [];
  const { minutes } = engagement;
  const published = context.commitments.get(engagement.id);
  const usual = 60 * contactCost(context, engagement);
  const byAffinity = new Map<number, Map<number, Option>>();
  for (const rep of feasible.reps) {
    const share = affinity(context, account, rep);
    const byDay = remembered(byAffinity, share, () => new Map<number, Option>());
    const mayKeep = published?.rep === rep.id;
    for (const day of days.get(rep.id) ?? []) {
      const known = byDay.get(day.touchDay);
      if (known !== undefined && !mayKeep && usual + day.cheapest(minutes) >= known.cost) continue;
      const cost = leastCost(context, rep, engagement, feasible, day, known?.cost ?? Number.POSITIVE_INFINITY);
      if (cost === null) continue;
      const touch = known?.touch ?? touchOf(context, engagement, account, rep, day.from);
      byDay.set(day.touchDay, { touch, cost });
    }
  }
  return [...byAffinity.values()].flatMap((byDay) => [...byDay.values()]);
}

/** The least cost of the feasible starts of a rep-day on the grid, or null where none is below `limit`. */
function leastCost(
  context: AuditContext,
  rep: Rep,
  engagement: Engagement,
  feasible: Feasible,
  day: PricedDay,
  limit: number,
): number | null {
  const slot = context.portfolio.horizon.slotMinutes;
  const buffer = context.policy.rep.bufferMinutes;
  const { minutes } = engagement;
  const usual = 60 * contactCost(context, engagement);
  const mayKeep = context.commitments.get(engagement.id)?.rep === rep.id;
  let least = limit;
  for (const free of day.free) {
    for (const span of feasible.starts) {
      const last = Math.min(free.to - minutes, span.to - 1);
      for (let start = Math.ceil(Math.max(free.from, span.from) / slot) * slot; start <= last; start += slot) {
        const fixed = mayKeep ? fixedCost(context, engagement, rep, start) : usual;
        const cost = fixed + day.price(start, start + minutes + buffer, minutes);
        if (cost < least && !feasible.blocked(start)) least = cost;
      }
    }
  }
  return least < limit ? least : null;
}

/** Contact cost, less the disruption saved where the place is the published one; 1/60 minor units. */
function fixedCost(context: AuditContext, engagement: Engagement, rep: Rep, start: number): number {
  const saved = isPublishedPlace(context, engagement, rep, start) ? context.policy.value.disruptionCost : 0;
  return 60 * (contactCost(context, engagement) - saved);
}
