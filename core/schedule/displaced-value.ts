import { TouchList } from './account-values.ts';
import { accountObjective } from './objective.ts';
import { NONE } from './places.ts';
import { eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';
import { startMinute } from './timetable.ts';

/** Places looked at: those that lose least at current prices. */
const PLACES = 6;

/**
 * How much more an engagement must be worth, minor units, so that the plan with it in place of what stands in its way is
 * better than this one by at least 1: the least over its most promising places and all their starts. An upper bound of the
 * true shortfall, since a cleverer rearrangement may need less. null: no start could be cleared.
 */
export function displacedValue(planned: PlannedBlock, e: number): number | null {
  const { problem, cheapest } = planned;
  const places: { c: number; worth: number; surplus: number }[] = [];
  eachPlace(problem, e, (c, kind) => {
    const worth = worthIn(planned, e, c, kind);
    places.push({ c, worth, surplus: worth - cheapest.cost[c]! });
  });
  places.sort((a, b) => b.surplus - a.surplus || a.c - b.c);
  let least: number | null = null;
  for (const { c, worth } of places.slice(0, PLACES)) {
    const displaced = cheapestClearing(planned, e, c);
    if (displaced === null) continue;
    const shortfall = displaced - worth + 1;
    if (least === null || shortfall < least) least = shortfall;
  }
  return least;
}

interface Held {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly value: number;
}

/** Least value that must leave the rep-day of a class so that the engagement fits, over all starts of the class. */
function cheapestClearing(planned: PlannedBlock, e: number, c: number): number | null {
  const { problem, rules } = planned;
  const { places, days, minutes, bufferMinutes, slotMinutes } = problem;
  const { capMinutes, capCount } = days;
  const d = places.classDay[c]!;
  const held = heldOn(planned, d);
  let fixedMinutes = 0;
  for (const { from, to } of days.fixed[d]!) fixedMinutes += to - from;
  let least: number | null = null;
  if (rules.several[e] === 1) rules.readOthers(e);
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    for (let s = places.rangeFirst[i]!; s <= places.rangeLast[i]!; s++) {
      const from = (days.base[d]! + s) * slotMinutes;
      const to = from + minutes[e]!;
      if (rules.several[e] === 1 && !rules.allows(e, from)) continue;
      const near = (other: { from: number; to: number }) =>
        other.from < to + bufferMinutes && from < other.to + bufferMinutes;
      if (days.fixed[d]!.some(near)) continue;
      let lost = 0;
      let left = capMinutes[d]! - fixedMinutes - minutes[e]!;
      let count = capCount[d]! - days.fixed[d]!.length - 1;
      const rest: Held[] = [];
      for (const other of held) {
        if (near(other)) lost += other.value;
        else rest.push(other);
      }
      for (const other of rest) {
        left -= other.minutes;
        count--;
      }
      // `held` is sorted by value, so the least valuable go first until the caps hold.
      for (const other of rest) {
        if (left >= 0 && count >= 0) break;
        left += other.minutes;
        count++;
        lost += other.value;
      }
      if (left < 0 || count < 0 || !Number.isFinite(lost) || (least !== null && lost >= least)) continue;
      least = lost;
    }
  }
  return least;
}

/** Unpinned meetings of a rep-day with what each brings, cheapest first. */
function heldOn({ problem, values, timetable }: PlannedBlock, d: number): readonly Held[] {
  const touches = new TouchList();
  return timetable.of[d]!.map((e) => {
    const a = problem.account[e]!;
    const all = accountObjective(problem, values, timetable, a, touches, NONE);
    const from = startMinute(problem, timetable, e);
    const value = all - accountObjective(problem, values, timetable, a, touches, e);
    return { from, to: from + problem.minutes[e]!, minutes: problem.minutes[e]!, value };
  }).sort((x, y) => x.value - y.value || x.from - y.from);
}
