import type { Account, Engagement, Rep } from '../model/portfolio.ts';
import type { Touch } from '../risk/loss-process.ts';
import { type AuditContext, remembered } from './context.ts';
import { type Feasible, type FeasibleOf, feasiblePlaces } from './feasible.ts';
import { affinity, contactCost, isPublishedPlace, touchOf } from './objective.ts';
import { type PricedDay, type PricedRep, pricedRep } from './rep-prices.ts';
import { localDate, minuteFloor } from './zone.ts';

/** A touch that an engagement can become, and the least it costs, in 1/60 minor units. */
export interface Option {
  readonly engagement: Engagement;
  readonly touch: Touch;
  readonly cost: number;
  /** Least and greatest feasible start, epoch minutes; not determined for an account's only engagement. */
  readonly first: number;
  readonly last: number;
}

/** What the search for options reads again and again. */
export interface PricedPlaces {
  readonly context: AuditContext;
  readonly reps: ReadonlyMap<string, PricedRep>;
  readonly feasibleOf: FeasibleOf;
}

export function pricedPlaces(context: AuditContext): PricedPlaces {
  const reps = new Map<string, PricedRep>(context.portfolio.reps.map((rep) => [rep.id, pricedRep(context, rep)]));
  return { context, reps, feasibleOf: feasiblePlaces(context, reps) };
}

/** One option per pair of touch day and affinity that a feasible (rep, start) has; none: no place at all. */
export function optionsOf(places: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  return engagement.pinned === null
    ? freeOptions(places, account, engagement)
    : pinnedOption(places, account, engagement);
}

/** A pinned meeting has its own place alone and covers no buffer; outside the horizon there are no prices. */
function pinnedOption({ context, reps }: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  const rep = context.reps.get(engagement.pinned?.rep ?? '');
  if (engagement.pinned === null || rep === undefined) return [];
  const start = minuteFloor(engagement.pinned.start);
  const date = localDate(rep.timeZone, start);
  const day = reps.get(rep.id)?.days.find((each) => each.date === date);
  const price = day?.price(start, start + engagement.minutes, engagement.minutes) ?? 0;
  const cost = price + fixedCost(context, engagement, rep, start);
  return [{ engagement, touch: touchOf(context, engagement, account, rep, start), cost, first: start, last: start }];
}

function freeOptions(places: PricedPlaces, account: Account, engagement: Engagement): readonly Option[] {
  const { context, feasibleOf } = places;
  const feasible = feasibleOf(engagement, account);
  if (feasible === null || feasible.starts.length === 0) return [];
  const { minutes } = engagement;
  // First and last start matter beside other engagements only.
  const several = (context.engagementsOfAccount.get(account.id)?.length ?? 0) > 1;
  const slot = context.portfolio.horizon.slotMinutes;
  const published = context.commitments.get(engagement.id);
  const usual = 60 * contactCost(context, engagement);
  const byAffinity = new Map<number, Found[]>();
  for (const priced of feasible.reps) {
    const { rep, days } = priced;
    const found = remembered(byAffinity, affinity(context, account, rep), (): Found[] => []);
    const mayKeep = published?.rep === rep.id;
    const cheapest = priced.cheapest(minutes);
    for (let d = 0; d < days.length; d++) {
      const day = days[d];
      const lowest = cheapest[d] ?? Number.POSITIVE_INFINITY;
      if (day === undefined || lowest === Number.POSITIVE_INFINITY) continue;
      // One touch day more or less than the horizon, where zones differ in the date of asOf.
      const at = day.touchDay - context.firstTouchDay;
      const known = found[at] ?? { rep, from: day.from, ...NOWHERE };
      if (mayKeep || usual + lowest < known.cost) {
        const least = mayKeep
          ? leastKeeping(context, rep, engagement, feasible, day)
          : usual + leastPrice(feasible, day, minutes, slot);
        known.cost = Math.min(known.cost, least);
      }
      if (several) widen(known, feasible, day, minutes, slot);
      if (known.cost < Number.POSITIVE_INFINITY) found[at] = known;
    }
  }
  return [...byAffinity.values()].flatMap((found) =>
    found.flatMap(({ rep, from, ...rest }) => ({
      ...{ engagement, touch: touchOf(context, engagement, account, rep, from) },
      ...rest,
      ...(several ? {} : ANYWHERE),
    })),
  );
}

/** A pair so far: one of its rep-days, its least cost, its least and greatest start. */
interface Found {
  readonly rep: Rep;
  readonly from: number;
  cost: number;
  first: number;
  last: number;
}

/** Not determined must not look as if it lay inside every window, or a cap leaves out what is feasible. */
const ANYWHERE = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY };
const NOWHERE = { cost: Number.POSITIVE_INFINITY, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };

/** Takes in the feasible starts of a rep-day that lie before the first or after the last so far. */
function widen(found: Found, feasible: Feasible, day: PricedDay, minutes: number, slot: number): void {
  const fit = day.fit(minutes);
  if (found.first <= fit.first && fit.last <= found.last) return;
  const prices = day.prices(minutes);
  for (const { from, to } of feasible.starts) {
    const low = Math.max(fit.first, Math.ceil(from / slot) * slot);
    const high = Math.min(fit.last, Math.ceil(to / slot) * slot - slot);
    const allowed = (start: number): boolean =>
      prices[(start - day.first) / slot] !== Number.POSITIVE_INFINITY && !feasible.blocked(start);
    for (let start = low; start <= high && start < found.first; start += slot) if (allowed(start)) found.first = start;
    for (let start = high; start >= low && start > found.last; start -= slot) if (allowed(start)) found.last = start;
  }
}

/** The lowest price of the feasible starts of a rep-day on the grid; Infinity where there is none. */
function leastPrice(feasible: Feasible, day: PricedDay, minutes: number, slot: number): number {
  const prices = day.prices(minutes);
  let least = Number.POSITIVE_INFINITY;
  for (const { from, to } of feasible.starts) {
    if (to <= day.from) continue;
    if (from >= day.to) break;
    const last = Math.min(prices.length - 1, Math.ceil((to - day.first) / slot) - 1);
    for (let k = Math.max(0, Math.ceil((from - day.first) / slot)); k <= last; k++) {
      const price = prices[k] ?? Number.POSITIVE_INFINITY;
      if (price < least && !feasible.blocked(day.first + k * slot)) least = price;
    }
  }
  return least;
}

/** The same in full cost, start by start, for the rep whose published place may be kept. */
function leastKeeping(
  context: AuditContext,
  rep: Rep,
  engagement: Engagement,
  feasible: Feasible,
  day: PricedDay,
): number {
  const slot = context.portfolio.horizon.slotMinutes;
  return day.prices(engagement.minutes).reduce((least, price, k) => {
    const start = day.first + k * slot;
    const allowed = feasible.starts.some(({ from, to }) => from <= start && start < to) && !feasible.blocked(start);
    return allowed ? Math.min(least, price + fixedCost(context, engagement, rep, start)) : least;
  }, Number.POSITIVE_INFINITY);
}

/** Contact cost, less the disruption saved where the place is the published one; 1/60 minor units. */
function fixedCost(context: AuditContext, engagement: Engagement, rep: Rep, start: number): number {
  const saved = isPublishedPlace(context, engagement, rep, start) ? context.policy.value.disruptionCost : 0;
  return 60 * (contactCost(context, engagement) - saved);
}
