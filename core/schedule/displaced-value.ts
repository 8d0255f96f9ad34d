import { TouchList } from './account-values.ts';
import { type Meeting, rowWithoutBreak } from './fits.ts';
import { accountObjective } from './objective.ts';
import { eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';
import type { Problem } from './problem.ts';
import { startMinute } from './timetable.ts';

/** Places looked at: those that lose least at current prices. */
const PLACES = 6;

/**
 * How much more an engagement must be worth at its best place, minor units, so that the plan with it in place of what stands
 * in its way is better than this one by at least 1: the least over its most promising places and all their starts. A place of
 * lower worth gains in proportion, as when the stake grows. An upper bound of the true shortfall, since a cleverer
 * rearrangement may need less. null: no start could be cleared.
 */
export function displacedValue(planned: PlannedBlock, e: number): number | null {
  const { problem, cheapest } = planned;
  const cost = problem.contactCost[e]!;
  const places: { c: number; worth: number; surplus: number }[] = [];
  let most = Number.NEGATIVE_INFINITY;
  eachPlace(problem, e, (c, kind) => {
    const worth = worthIn(planned, e, c, kind);
    most = Math.max(most, worth);
    places.push({ c, worth, surplus: worth - cheapest.cost[c]! });
  });
  places.sort((a, b) => b.surplus - a.surplus || a.c - b.c);
  let least: number | null = null;
  for (const { c, worth } of places.slice(0, PLACES)) {
    const displaced = cheapestClearing(planned, e, c);
    if (displaced === null || worth + cost <= 0) continue;
    const factor = (displaced + 1 + cost) / (worth + cost);
    const shortfall = Math.ceil((factor - 1) * (most + cost));
    if (least === null || shortfall < least) least = shortfall;
  }
  return least;
}

interface Held extends Meeting {
  /** Infinity: nothing displaces it. */
  readonly value: number;
}

/** Least value that must leave the rep-day of a class so that the engagement fits, over all starts of the class. */
function cheapestClearing(planned: PlannedBlock, e: number, c: number): number | null {
  const { problem, rules } = planned;
  const { places, days, minutes, slotMinutes } = problem;
  const d = places.classDay[c]!;
  const held = heldOnce(planned, d);
  let least = Number.POSITIVE_INFINITY;
  if (rules.several[e] === 1) rules.readOthers(e);
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    for (let s = places.rangeFirst[i]!; s <= places.rangeLast[i]!; s++) {
      const from = (days.base[d]! + s) * slotMinutes;
      if (rules.several[e] === 1 && !rules.allows(e, from)) continue;
      const newcomer = { from, to: from + minutes[e]!, pinned: false, value: Number.POSITIVE_INFINITY };
      least = Math.min(least, lostTo(problem, d, held, newcomer));
    }
  }
  return Number.isFinite(least) ? least : null;
}

/** What must leave for a newcomer: all it overlaps, then the least valuable until caps and breaks hold. `held`: cheapest first. */
function lostTo(problem: Problem, d: number, held: readonly Held[], newcomer: Held): number {
  const { bufferMinutes, days, policy } = problem;
  let lost = 0;
  let stay = held.filter((other) => {
    const free = other.from >= newcomer.to + bufferMinutes || newcomer.from >= other.to + bufferMinutes;
    if (!free) lost += other.value;
    return free;
  });
  const drop = (leaver: Held | undefined): void => {
    lost += leaver?.value ?? Number.POSITIVE_INFINITY;
    stay = stay.filter((other) => other !== leaver);
  };
  while (Number.isFinite(lost)) {
    const total = stay.reduce((sum, { from, to }) => sum + to - from, newcomer.to - newcomer.from);
    if (total <= days.capMinutes[d]! && stay.length < days.capCount[d]!) break;
    drop(stay[0]);
  }
  while (Number.isFinite(lost)) {
    const row = rowWithoutBreak([...stay, newcomer].sort(byStart), policy.rep);
    if (row === null) break;
    drop(stay.find((other) => row.includes(other)));
  }
  return lost;
}

function byStart(x: Meeting, y: Meeting): number {
  return x.from - y.from;
}

/** Weak, like the block it belongs to: many engagements ask about the same rep-days. */
const known = new WeakMap<PlannedBlock, Map<number, readonly Held[]>>();

function heldOnce(planned: PlannedBlock, d: number): readonly Held[] {
  const byDay = known.get(planned) ?? new Map<number, readonly Held[]>();
  known.set(planned, byDay);
  const held = byDay.get(d) ?? heldOn(planned, d);
  byDay.set(d, held);
  return held;
}

/** Meetings of a rep-day with what each brings, cheapest first; pinned and mandatory ones cannot leave. */
function heldOn({ problem, values, timetable }: PlannedBlock, d: number): readonly Held[] {
  const touches = new TouchList();
  const pinned = problem.days.fixed[d]!.map(({ from, to }) => ({
    from,
    to,
    pinned: true,
    value: Number.POSITIVE_INFINITY,
  }));
  const placed = timetable.of[d]!.map((e) => {
    const a = problem.account[e]!;
    const all = accountObjective(problem, values, timetable, a, touches);
    const from = startMinute(problem, timetable, e);
    const brings = all - accountObjective(problem, values, timetable, a, touches, e);
    const value = problem.mandatory[e] === 1 ? Number.POSITIVE_INFINITY : brings;
    return { from, to: from + problem.minutes[e]!, pinned: false, value };
  });
  return [...pinned, ...placed].sort((x, y) => (x.value < y.value ? -1 : x.value > y.value ? 1 : x.from - y.from));
}
