import type { Arrangement } from './arrangement.ts';
import { type Held, leaversFor } from './clear-place.ts';
import type { HeldDays } from './held-days.ts';
import { surchargeAt } from './load-surcharge.ts';
import { NONE } from './places.ts';
import { eachPlace } from './planned-block.ts';
import { KINDS } from './problem.ts';
import type { Seat } from './rearrangement.ts';

/** Sums of what leavers bring differ by less than this, minor units, in whatever order they are made. */
const ROUNDING = 1e-3;

/** A seat, what its taker is worth there, and who leaves for it. */
export interface Opening extends Seat {
  /** Epoch minute. */
  readonly start: number;
  readonly worth: number;
  readonly leavers: readonly Held[];
  /** What the leavers bring, less what they could still bring elsewhere at current prices. */
  readonly lost: number;
}

export interface OpeningSearch {
  readonly arrangement: Arrangement;
  readonly held: HeldDays;
  /** Starts looked at so far; a budget bounds it. */
  work: number;
}

interface Place {
  readonly c: number;
  readonly kind: number;
  readonly worth: number;
  readonly surplus: number;
}

/**
 * Visits the starts an engagement could take where it is worth more than what must leave for it, in its `most` best places at
 * current prices; `worth` says what it is worth in a class, `allows` whether its account may have it at a minute, and what is
 * of account `without` (NONE: nobody) counts as gone. `visit` answers what an opening must promise to be visited from then on.
 * O(places + most · starts).
 */
export function eachOpening(
  search: OpeningSearch,
  e: number,
  most: number,
  worth: (c: number, kind: number) => number,
  allows: (start: number) => boolean,
  without: number,
  visit: (opening: Opening) => number,
): void {
  const { problem } = search.arrangement;
  const asked = { e, allows, visit, least: Number.NEGATIVE_INFINITY };
  for (const place of bestPlaces(search, e, most, worth)) {
    const { held } = search.held.of(problem.places.classDay[place.c]!);
    const mine = (other: Held): boolean => other.e !== NONE && problem.account[other.e] === without;
    if (without === NONE || !held.some(mine)) visitStarts(search, asked, place, held, null);
    else {
      const others = held.filter((other) => !mine(other));
      visitStarts(search, asked, place, others, held.filter(mine));
    }
  }
}

interface Asked {
  readonly e: number;
  readonly allows: (start: number) => boolean;
  readonly visit: (opening: Opening) => number;
  /** See eachOpening. */
  least: number;
}

function bestPlaces(
  { arrangement: { problem, cheapest } }: OpeningSearch,
  e: number,
  most: number,
  worth: (c: number, kind: number) => number,
): readonly Place[] {
  const best: Place[] = [];
  eachPlace(problem, e, (c, kind) => {
    const value = worth(c, kind);
    const surplus = value - cheapest.cost[c]! + surchargeAt(problem, c);
    if (best.length === most && surplus <= best[most - 1]!.surplus) return;
    if (best.length === most) best.pop();
    let at = best.length;
    while (at > 0 && best[at - 1]!.surplus < surplus) at--;
    best.splice(at, 0, { c, kind, worth: value, surplus });
  });
  return best;
}

/** `gone`: meetings that do not count though they are there. */
function visitStarts(
  search: OpeningSearch,
  asked: Asked,
  { c, kind, worth }: Place,
  others: readonly Held[],
  gone: readonly Held[] | null,
): void {
  const { e } = asked;
  const { held: heldDays } = search;
  const { problem } = search.arrangement;
  const { places, days, minutes, slotMinutes, bufferMinutes } = problem;
  const d = places.classDay[c]!;
  const cleared = heldDays.cleared(d, minutes[e]!);
  for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
    search.work += places.rangeLast[r]! - places.rangeFirst[r]! + 1;
    for (let slot = places.rangeFirst[r]!; slot <= places.rangeLast[r]!; slot++) {
      const start = (days.base[d]! + slot) * slotMinutes;
      const to = start + minutes[e]!;
      const near = gone?.some((other) => other.from < to + bufferMinutes && start < other.to + bufferMinutes);
      if (near !== true && (cleared[slot]! >= worth || worth - cleared[slot]! < asked.least - ROUNDING)) continue;
      if (!asked.allows(start)) continue;
      const newcomer = { e, from: start, to, pinned: false, value: Number.POSITIVE_INFINITY };
      const leavers = leaversFor(problem, d, others, newcomer);
      if (leavers === null) continue;
      let lost = 0;
      for (const leaver of leavers) lost += heldDays.netLoss(d, leaver);
      if (lost < worth) asked.least = asked.visit({ place: c, kind, slot, start, worth, leavers, lost });
    }
  }
}

/**
 * The openings that promise most for an engagement beside the rest of the plan, best first; and the one that gains most if
 * nobody who leaves finds another place, where that gains at all.
 */
export function bestOpenings(search: OpeningSearch, e: number, places: number, most: number): readonly Opening[] {
  const best: Opening[] = [];
  let surest: Opening | null = null;
  let gain = 0;
  eachOpeningNow(search, e, places, (opening) => {
    let own = opening.worth;
    for (const { value } of opening.leavers) own -= value;
    if (own > gain) {
      gain = own;
      surest = opening;
    }
    if (best.length < most || promisesMore(opening, best[most - 1]!)) {
      if (best.length === most) best.pop();
      let at = best.length;
      while (at > 0 && promisesMore(opening, best[at - 1]!)) at--;
      best.splice(at, 0, opening);
    }
    const last = best[most - 1];
    return last === undefined ? 0 : Math.min(gain, last.worth - last.lost);
  });
  if (surest !== null && !best.includes(surest)) best.push(surest);
  return best;
}

/** The first of them; null: none. */
export function bestOpening(search: OpeningSearch, e: number, places: number): Opening | null {
  let best: Opening | null = null;
  let least = 0;
  eachOpeningNow(search, e, places, (opening) => {
    if (best === null || promisesMore(opening, best)) {
      best = opening;
      least = opening.worth - opening.lost;
    }
    return least;
  });
  return best;
}

/** The openings of an engagement beside the rest of the plan. */
function eachOpeningNow(search: OpeningSearch, e: number, places: number, visit: (opening: Opening) => number): void {
  const { problem, rules, mandatoryBonus } = search.arrangement;
  const several = rules.several[e] === 1;
  if (several && !rules.ready(e)) return;
  const due = problem.urgency[e] === 2 || (problem.urgency[e] === 1 && !rules.reachedOtherwise(e)) ? mandatoryBonus : 0;
  if (several) rules.readOthers(e);
  const allows = (start: number): boolean => !several || rules.allows(e, start);
  eachOpening(search, e, places, worthOf(search.arrangement, e, due), allows, NONE, visit);
}

function promisesMore(x: Opening, y: Opening): boolean {
  return x.worth - x.lost > y.worth - y.lost;
}

/** What an engagement is worth in a class; rep-days of one touch day and kinds of rep are asked about once. */
function worthOf(arrangement: Arrangement, e: number, due: number): (c: number, kind: number) => number {
  const { problem, values, rules } = arrangement;
  const { days, places, keepClass, policy } = problem;
  const several = rules.several[e] === 1;
  const known = new Map<number, number>();
  return (c, kind) => {
    const t = days.touch[places.classDay[c]!]!;
    const kept = (c === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, c);
    if (!several) return due + kept + values.alone[(e * KINDS + kind) * days.touchCount + t]!;
    const key = t * KINDS + kind;
    const worth = known.get(key) ?? rules.worth(e, t, kind);
    known.set(key, worth);
    return due + kept + worth;
  };
}
