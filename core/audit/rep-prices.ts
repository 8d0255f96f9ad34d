import type { DayMultipliers } from '../model/plan.ts';
import type { Rep } from '../model/portfolio.ts';
import { type AuditContext, dailyCaps, remembered, touchDayOf } from './context.ts';
import type { Span } from './span.ts';
import { localDay } from './zone.ts';

/** Largest multiplier: no price above the largest stake decides anything, and every term stays an exact double. */
export const MAX_MULTIPLIER = 1e12;

/** A rep-day with its prices, in 1/60 minor units. */
export interface PricedDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
  readonly touchDay: number;
  readonly free: readonly Span[];
  /** What the day's capacity is worth at its prices: 60·Σλ + μ·capMinutes + 60·ν·capEngagements. */
  readonly capacity: bigint;
  /** Price of a meeting: 60·Σλ over the slots that start in [start, end) + μ·minutes + 60·ν. */
  readonly price: (start: number, end: number, minutes: number) => number;
  /** Price of an unpinned meeting at each slot of the day, with what it costs for the rep's load; Infinity where it does not fit into `free`. */
  readonly prices: (minutes: number) => Float64Array;
  /** First and last start on the grid inside `free`. */
  readonly fit: (minutes: number) => { readonly first: number; readonly last: number };
  /** Epoch minute of the day's first slot. */
  readonly first: number;
}

const FREE_OF_CHARGE: DayMultipliers = { slots: [], perHour: 0, perEngagement: 0 };

/** The k-th slot is the k-th multiple of `slotMinutes` in [from, to). */
export function slotsOf(from: number, to: number, slotMinutes: number): number {
  return Math.max(0, Math.ceil(to / slotMinutes) - Math.ceil(from / slotMinutes));
}

/** The days of a rep's horizon, in order: touch days follow each other. */
export interface PricedRep {
  readonly rep: Rep;
  readonly days: readonly PricedDay[];
  /** The lowest price on each day; Infinity where the minutes do not fit. */
  readonly cheapest: (minutes: number) => Float64Array;
}

export function pricedRep(context: AuditContext, rep: Rep): PricedRep {
  const byDate = context.multipliers.get(rep.id);
  const days = context.days.map((date) => pricedDay(context, rep, date, byDate?.get(date) ?? FREE_OF_CHARGE));
  const known = new Map<number, Float64Array>();
  const cheapest = (minutes: number): Float64Array =>
    remembered(known, minutes, () =>
      Float64Array.from(days, (day) => day.prices(minutes).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
    );
  return { rep, days, cheapest };
}

function pricedDay(context: AuditContext, rep: Rep, date: string, multipliers: DayMultipliers): PricedDay {
  const slot = context.portfolio.horizon.slotMinutes;
  const { from, to } = localDay(rep.timeZone, date);
  const first = Math.ceil(from / slot);
  const count = slotsOf(from, to, slot);
  const { perHour, perEngagement } = multipliers;
  const sums = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) sums[k + 1] = (sums[k] ?? 0) + (multipliers.slots[k] ?? 0);
  const before = (minute: number): number => sums[Math.min(count, Math.max(0, Math.ceil(minute / slot) - first))] ?? 0;
  const price = (start: number, end: number, minutes: number): number =>
    60 * (before(end) - before(start)) + perHour * minutes + 60 * perEngagement;
  const { free } = context.repDay(rep, date);
  const buffer = context.policy.rep.bufferMinutes;
  const surcharge = 60 * (context.historyLoads.get(rep.id)?.perMinute ?? 0);
  const known = new Map<number, Float64Array>();
  const prices = (minutes: number): Float64Array =>
    remembered(known, minutes, () => {
      const all = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
      for (const span of free) {
        const last = Math.floor((span.to - minutes) / slot);
        for (let k = Math.ceil(span.from / slot); k <= last; k++)
          all[k - first] = price(k * slot, k * slot + minutes + buffer, minutes) + surcharge * minutes;
      }
      return all;
    });
  const fits = new Map<number, { readonly first: number; readonly last: number }>();
  const fit = (minutes: number) =>
    remembered(fits, minutes, () => {
      const finite = (cost: number): boolean => cost < Number.POSITIVE_INFINITY;
      const all = prices(minutes);
      const from = all.findIndex(finite);
      return from < 0
        ? { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }
        : { first: (first + from) * slot, last: (first + all.findLastIndex(finite)) * slot };
    });
  const caps = dailyCaps(context, rep, date);
  const capMinutes = caps.minutes - ((caps.minutes - caps.pinnedMinutes) % Math.max(1, context.commonMinutes));
  const capacity =
    60n * BigInt(sums[count] ?? 0) +
    BigInt(perHour) * BigInt(capMinutes) +
    60n * BigInt(perEngagement) * BigInt(caps.count);
  return {
    date,
    from,
    to,
    touchDay: touchDayOf(context.portfolio, rep, date),
    free,
    capacity,
    price,
    prices,
    fit,
    first: first * slot,
  };
}
