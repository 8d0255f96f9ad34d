import { NONE } from './places.ts';
import type { Problem } from './problem.ts';
import type { Relaxation, Slack } from './relaxation.ts';

/** Other places looked at for each engagement. */
const PROBES = 4;

/**
 * Slack of the choices of the relaxation, where what costs the same is shared out: an engagement whose place has equals, up
 * to `tolerance` dearer, takes one of them at random. Without this all engagements take the same one of several identical
 * reps and the same first start, and the prices of each swing from far too low to far too high. With tolerance ε the
 * result is an nε-subgradient, n the number of choices. O(engagements).
 */
export function spreadSlack(
  { problem, cheapest, chosen }: Relaxation,
  pinned: Slack,
  tolerance: number,
  random: { state: number },
  out: Slack,
): void {
  const { days, places } = problem;
  const { sums, cost } = cheapest;
  out.slot.set(pinned.slot);
  out.minute.set(pinned.minute);
  out.count.set(pinned.count);
  for (let e = 0; e < chosen.length; e++) {
    const taken = chosen[e]!;
    if (taken === NONE) continue;
    const c = equalPlace(problem, cost, e, taken, tolerance, random);
    const d = places.classDay[c]!;
    const low = days.offset[d]!;
    const high = days.offset[d + 1]!;
    const cover = places.classCover[c]!;
    let from = low + cheapest.start[c]!;
    let end = Math.min(from + cover, high);
    const most = sums[end]! - sums[from]! + tolerance - (cost[c]! - cost[taken]!);
    const ranges = places.classRange[c + 1]! - places.classRange[c]!;
    for (let probe = 0; probe < PROBES; probe++) {
      const i = places.classRange[c]! + (ranges === 1 ? 0 : next(random, ranges));
      const first = places.rangeFirst[i]!;
      const s = low + first + next(random, places.rangeLast[i]! - first + 1);
      const stop = Math.min(s + cover, high);
      if (sums[stop]! - sums[s]! > most) continue;
      from = s;
      end = stop;
      break;
    }
    for (let s = from; s < end; s++) out.slot[s] = out.slot[s]! - 1;
    out.minute[d] = out.minute[d]! - places.classMinutes[c]!;
    out.count[d] = out.count[d]! - 1;
  }
}

/** A class of the same touch day and affinity that costs at most `tolerance` more than `taken`. */
function equalPlace(
  { days, places, lists, teamSub, ownClass, keepClass }: Problem,
  cost: Float64Array,
  e: number,
  taken: number,
  tolerance: number,
  random: { state: number },
): number {
  const at = e * days.touchCount + days.touch[places.classDay[taken]!]!;
  if (taken === ownClass[at] || taken === keepClass[e]) return taken;
  const list = lists[at]!;
  if (list === NONE) return taken;
  const team = teamSub[at]!;
  const own = team === NONE ? NONE : places.subEntry[team]!;
  const ownEnd = team === NONE ? NONE : places.subEntry[team + 1]!;
  let inTeam = false;
  for (let i = own; i < ownEnd; i++) if (places.entryClass[i] === taken) inTeam = true;
  const from = inTeam ? own : places.subEntry[places.listSub[list]!]!;
  const end = inTeam ? ownEnd : places.subEntry[places.listSub[list + 1]!]!;
  const most = cost[taken]! + tolerance;
  for (let probe = 0; probe < PROBES; probe++) {
    const i = from + next(random, end - from);
    const c = places.entryClass[i]!;
    if (c === ownClass[at] || cost[c]! > most) continue;
    if (!inTeam && i >= own && i < ownEnd) continue;
    return c;
  }
  return taken;
}

/** Whole number below `count`; xorshift32 (Marsaglia 2003): it must only be mixed, and the same everywhere. */
function next(random: { state: number }, count: number): number {
  random.state ^= random.state << 13;
  random.state ^= random.state >>> 17;
  random.state ^= random.state << 5;
  return (random.state >>> 0) % count;
}
