import { surchargeAt } from './load-surcharge.ts';
import { eachOpening, type Opening, type OpeningSearch } from './openings.ts';
import { KINDS } from './problem.ts';

/** Places and starts of each engagement that are looked at. */
const PLACES = 8;
const STARTS = 24;

/** Openings of one member where the rest of its account is gone: the most valuable, few of each place. */
export function memberOpenings(search: OpeningSearch, a: number, e: number): readonly Opening[] {
  const { problem, values, mandatoryBonus } = search.arrangement;
  const { days, places, keepClass, policy } = problem;
  const alone = (c: number, kind: number): number => {
    const kept = (c === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, c);
    return kept + values.alone[(e * KINDS + kind) * days.touchCount + days.touch[places.classDay[c]!]!]!;
  };
  // An engagement that others wait for is worth a place for their sake too.
  let followers = problem.urgency[e] === 0 ? 0 : mandatoryBonus;
  for (const next of problem.after[e]!) {
    let most = 0;
    for (let i = next * KINDS * days.touchCount; i < (next + 1) * KINDS * days.touchCount; i++)
      most = Math.max(most, values.alone[i]!);
    followers += most;
  }
  const found: Opening[] = [];
  eachOpening(
    search,
    e,
    PLACES,
    (c, kind) => followers + alone(c, kind),
    () => true,
    a,
    (opening) => {
      found.push(opening);
      return Number.NEGATIVE_INFINITY;
    },
  );
  const kept = found.length <= STARTS ? found : found.filter((opening, i) => !isBetween(found, i, opening));
  return [...kept]
    .sort((x, y) => y.worth - y.lost - (x.worth - x.lost) || x.start - y.start || x.place - y.place)
    .slice(0, STARTS);
}

/** True for a start between two others of the same place that displace the same. */
function isBetween(found: readonly Opening[], i: number, { place, leavers }: Opening): boolean {
  const same = (other: Opening | undefined): boolean =>
    other !== undefined &&
    other.place === place &&
    other.leavers.length === leavers.length &&
    other.leavers.every(({ e }, k) => e === leavers[k]!.e);
  return same(found[i - 1]) && same(found[i + 1]);
}

/** Minimum gap, precedence, and room for both on one rep-day. */
export function goTogether(
  { arrangement: { problem } }: OpeningSearch,
  x: number,
  at: Opening,
  y: number,
  other: Opening,
): boolean {
  const { before, minutes, places, days, bufferMinutes, policy } = problem;
  if (Math.abs(at.start - other.start) < policy.contact.minimumGapHours * 60) return false;
  if (before[y]!.includes(x) && at.start + minutes[x]! > other.start) return false;
  if (before[x]!.includes(y) && other.start + minutes[y]! > at.start) return false;
  const d = places.classDay[at.place]!;
  if (d !== places.classDay[other.place]) return true;
  if (days.capCount[d]! < 2 || minutes[x]! + minutes[y]! > days.capMinutes[d]!) return false;
  return at.start >= other.start + minutes[y]! + bufferMinutes || other.start >= at.start + minutes[x]! + bufferMinutes;
}
