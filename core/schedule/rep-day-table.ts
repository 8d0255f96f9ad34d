import { firstMinuteFrom, type Minute } from '../calendar/minute.ts';
import { type RepDay, repDays } from '../calendar/rep-days.ts';
import { touchDay } from '../calendar/touch-day.ts';
import type { Policy } from '../model/policy.ts';
import type { Engagement, Portfolio, Rep } from '../model/portfolio.ts';

/** A meeting that stays where it is. Minutes since the epoch. */
export interface Fixed {
  readonly engagement: Engagement;
  readonly from: Minute;
  readonly to: Minute;
}

/**
 * Rep-days in order of rep id and date. Slots are numbered from the start of the span, the part of the day where a
 * meeting can lie; prices live at `offset[d] … offset[d + 1] − 1`. All times are epoch minutes or slots.
 */
export interface RepDayTable {
  readonly count: number;
  readonly reps: readonly Rep[];
  readonly days: readonly RepDay[];
  readonly rep: Int32Array;
  /** Touch day less `firstTouch`. */
  readonly touch: Int32Array;
  readonly firstTouch: number;
  readonly touchCount: number;
  /** First slot of the span, in slots since the epoch. */
  readonly base: Int32Array;
  readonly slots: Int32Array;
  readonly offset: Int32Array;
  /** Slots of the local day before the span, and in all. */
  readonly before: Int32Array;
  readonly allSlots: Int32Array;
  readonly capMinutes: Int32Array;
  readonly capCount: Int32Array;
  /** Pinned meetings of the day by start. */
  readonly fixed: readonly (readonly Fixed[])[];
}

export function repDayTable(
  portfolio: Portfolio,
  policy: Policy,
  reps: readonly Rep[],
  pinned: readonly Engagement[],
): RepDayTable {
  const { horizon, asOf } = portfolio;
  const slot = horizon.slotMinutes;
  const width = horizon.days;
  const count = reps.length * width;
  const ints = () => new Int32Array(count);
  const table = {
    rep: ints(),
    touch: ints(),
    base: ints(),
    slots: ints(),
    before: ints(),
    allSlots: ints(),
    capMinutes: ints(),
    capCount: ints(),
  };
  const offset = new Int32Array(count + 1);
  const days: RepDay[] = [];
  const fixed = Array.from({ length: count }, (): Fixed[] => []);
  const step = stepOfMinutes(portfolio);
  const byRep = Map.groupBy(pinned, (engagement) => engagement.pinned?.rep);
  const earliest = firstMinuteFrom(asOf);
  reps.forEach((rep, r) => {
    const firstDay = repDays(rep, horizon);
    const mine = (byRep.get(rep.id) ?? []).map(fixedMeeting);
    firstDay.forEach((day, index) => {
      const d = r * width + index;
      days.push(day);
      const held = mine.filter(({ from }) => day.from <= from && from < day.to).sort((a, b) => a.from - b.from);
      fixed[d] = held;
      table.rep[d] = r;
      table.touch[d] = touchDay(rep.timeZone, asOf, day.from);
      const limits = dayCaps(rep, day, policy, held, step);
      table.capMinutes[d] = limits.minutes;
      table.capCount[d] = limits.count;
      spanOf(d, day, held);
    });
  });
  function spanOf(d: number, day: RepDay, held: readonly Fixed[]): void {
    const first = Math.ceil(day.from / slot);
    const end = Math.ceil(day.to / slot);
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const free of day.free) {
      if (free.to <= earliest) continue;
      from = Math.min(from, Math.max(free.from, earliest));
      to = Math.max(to, free.to + policy.rep.bufferMinutes);
    }
    for (const meeting of held) {
      from = Math.min(from, meeting.from);
      to = Math.max(to, meeting.to);
    }
    const start = Math.max(first, Math.ceil(from / slot));
    const stop = Math.min(end, Math.ceil(to / slot));
    const slots = stop > start ? stop - start : 0;
    table.base[d] = slots > 0 ? start : first;
    table.slots[d] = slots;
    table.before[d] = slots > 0 ? start - first : 0;
    table.allSlots[d] = end - first;
    offset[d + 1] = offset[d]! + slots;
  }
  let firstTouch = 0;
  let lastTouch = 0;
  for (let d = 0; d < count; d++) {
    firstTouch = d === 0 ? table.touch[d]! : Math.min(firstTouch, table.touch[d]!);
    lastTouch = d === 0 ? table.touch[d]! : Math.max(lastTouch, table.touch[d]!);
  }
  for (let d = 0; d < count; d++) table.touch[d] = table.touch[d]! - firstTouch;
  return { count, reps, days, ...table, firstTouch, touchCount: lastTouch - firstTouch + 1, offset, fixed };
}

export function fixedMeeting(engagement: Engagement): Fixed {
  const from = Math.floor(Date.parse(engagement.pinned?.start ?? '') / 60_000);
  return { engagement, from, to: from + engagement.minutes };
}

/** Greatest common divisor of the minutes of all unpinned engagements of the portfolio; 1 where there are none. */
export function stepOfMinutes(portfolio: Portfolio): number {
  let step = 0;
  for (const { minutes, pinned } of portfolio.engagements)
    if (pinned === null) step = greatestCommonDivisor(step, minutes);
  return Math.max(1, step);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function dayCaps(
  rep: Rep,
  day: RepDay,
  policy: Policy,
  held: readonly Fixed[],
  step: number,
): { minutes: number; count: number } {
  let pinnedMinutes = 0;
  for (const { from, to } of held) pinnedMinutes += to - from;
  const cap = Math.min(rep.maxMinutesPerDay, Math.floor(policy.rep.loadCeiling * day.availableMinutes));
  const raised = Math.max(cap, pinnedMinutes);
  return {
    minutes: raised - ((raised - pinnedMinutes) % step),
    count: Math.max(rep.maxEngagementsPerDay, held.length),
  };
}
