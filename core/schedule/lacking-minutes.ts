import { kept } from '../calendar/kept.ts';
import type { Engagement } from '../model/portfolio.ts';
import type { Problem } from './problem.ts';
import { requirementKey, unmetNeed } from './requirement-groups.ts';

/** Working minutes a rep-day lacks. */
export interface LackingMinutes {
  readonly d: number;
  readonly minutes: number;
}

/**
 * The fewest minutes that some eligible rep would have to work longer on one of his working days, with a daily cap as much
 * higher, so that one of the starts is open for the engagement; null: none of them lies on such a day. `ranges`: starts the
 * customer allows, pairs of slots since the epoch. O(rep-days · starts of the day).
 */
export function lackingMinutes(
  problem: Problem,
  engagement: Engagement,
  ranges: readonly number[],
): LackingMinutes | null {
  const { days, slotMinutes } = problem;
  let least: LackingMinutes | null = null;
  for (let d = 0; d < days.count; d++) {
    const { free, from, to, availableMinutes } = days.days[d]!;
    if (availableMinutes === 0 || unmetNeed(engagement, days.reps[days.rep[d]!]!) !== null) continue;
    for (let i = 0; i < ranges.length; i += 2) {
      const first = Math.max(ranges[i]!, Math.ceil(from / slotMinutes));
      const last = Math.min(ranges[i + 1]!, Math.floor((to - engagement.minutes) / slotMinutes));
      for (let s = first; s <= last; s++) {
        const start = s * slotMinutes;
        const outside = free.reduce(
          (left, each) =>
            left - Math.max(0, Math.min(each.to, start + engagement.minutes) - Math.max(each.from, start)),
          engagement.minutes,
        );
        if (least !== null && outside >= least.minutes) continue;
        const minutes = underCap(problem, d, outside, engagement.minutes);
        if (minutes !== null && (least === null || minutes < least.minutes)) least = { d, minutes };
      }
    }
  }
  return least;
}

/** True where no working day of an eligible rep could hold the engagement, whatever else is planned: shift or cap too short. */
export function isTooLong(problem: Problem, engagement: Engagement): boolean {
  if (engagement.minutes <= kept(longest, problem, () => longestOfReps(problem)).least) return false;
  const byNeeds = kept(known, problem, () => new Map<string, number>());
  return engagement.minutes > kept(byNeeds, requirementKey(engagement), () => longestMeeting(problem, engagement));
}

/** Weak, like the problem it belongs to: many engagements have the same needs. */
const known = new WeakMap<Problem, Map<string, number>>();

/** The most minutes a working day of a rep who meets the needs could hold; Infinity where none of them works. */
function longestMeeting(problem: Problem, engagement: Engagement): number {
  const { ofReps } = kept(longest, problem, () => longestOfReps(problem));
  let most = Number.NEGATIVE_INFINITY;
  problem.days.reps.forEach((rep, r) => {
    if (ofReps[r]! > most && unmetNeed(engagement, rep) === null) most = ofReps[r]!;
  });
  return most === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : most;
}

/** The most minutes that a working day of each rep could hold, and the least of those. */
interface Longest {
  /** -Infinity for reps who do not work. */
  readonly ofReps: Float64Array;
  readonly least: number;
}

/** Weak as well. */
const longest = new WeakMap<Problem, Longest>();

function longestOfReps(problem: Problem): Longest {
  const { days } = problem;
  const most = new Float64Array(days.reps.length).fill(Number.NEGATIVE_INFINITY);
  for (let d = 0; d < days.count; d++) {
    const { free, availableMinutes } = days.days[d]!;
    if (availableMinutes === 0) continue;
    const length = free.reduce((most, { from, to }) => Math.max(most, to - from), 0);
    const r = days.rep[d]!;
    most[r] = Math.max(most[r]!, Math.min(length, capOf(problem, d, 0)));
  }
  const least = most.reduce((low, minutes) => (minutes < 0 ? low : Math.min(low, minutes)), Number.POSITIVE_INFINITY);
  return { ofReps: most, least };
}

/** `daily-minutes` of a rep-day who works so many minutes longer, and whose own cap is as much higher. */
export function capOf({ days, policy }: Problem, d: number, more: number): number {
  const { maxMinutesPerDay } = days.reps[days.rep[d]!]!;
  return Math.min(
    maxMinutesPerDay + more,
    Math.floor(policy.rep.loadCeiling * (days.days[d]!.availableMinutes + more)),
  );
}

/** At least `outside` minutes, and so many that the cap leaves room beside what is pinned; null where no day is long enough. */
function underCap(problem: Problem, d: number, outside: number, minutes: number): number | null {
  let needed = minutes;
  for (const { from, to } of problem.days.fixed[d]!) needed += to - from;
  let more = outside;
  while (more <= 1_440 && capOf(problem, d, more) < needed) more++;
  return more <= 1_440 ? more : null;
}
