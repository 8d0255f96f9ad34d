import { touchBlocks } from '../calendar/touch-blocks.ts';
import type { Cause } from '../model/plan.ts';
import type { Account, Engagement } from '../model/portfolio.ts';
import { type Explanation, moreMinutes, refusedBy } from './explanation.ts';
import { isTooLong, lackingMinutes } from './lacking-minutes.ts';
import type { PlannedBlock } from './planned-block.ts';
import { unmetNeed } from './requirement-groups.ts';
import { startRanges } from './start-ranges.ts';
import type { StartWindowSource } from './start-windows.ts';

/**
 * No rep and time at all: past contacts if the customer's hours leave starts without them; else a length that no working day
 * of an eligible rep holds, else the hours. A rep who worked longer is the change where the customer's side has a start.
 */
export function explainNoPlace(
  { problem }: PlannedBlock,
  source: StartWindowSource,
  account: Account,
  engagement: Engagement,
  e: number,
): Explanation {
  const starts = source.of(account, engagement);
  const rangesOf = (blocked: typeof starts.blocked) =>
    startRanges({ ...starts, blocked }, engagement.minutes, problem.slotMinutes);
  const fits = (blocked: typeof starts.blocked) => reachable(problem, engagement, rangesOf(blocked));
  const tooLong = isTooLong(problem, engagement);
  if (!tooLong && starts.blocked.length > 0 && fits([])) {
    const gapHours = problem.policy.contact.minimumGapHours;
    const gapOnly = touchBlocks(problem.standing[problem.account[e]!]!, [], gapHours);
    const cause: Cause = fits(gapOnly) ? 'contact-cap' : 'minimum-gap';
    return refusedBy(cause, { standing: problem.standing[problem.account[e]!]!.length, gapHours });
  }
  const lacking = lackingMinutes(problem, engagement, rangesOf(starts.blocked));
  const numbers = { minutes: engagement.minutes, windows: starts.windows.length };
  const cause = tooLong ? 'too-long' : 'no-window';
  const explanation = refusedBy(cause, numbers, 'window');
  return lacking === null ? explanation : { ...explanation, cheapestChange: moreMinutes(problem, lacking) };
}

/** True if some eligible rep is free at one of the starts. */
function reachable(
  { days, slotMinutes }: PlannedBlock['problem'],
  engagement: Engagement,
  ranges: readonly number[],
): boolean {
  for (let d = 0; d < days.count; d++) {
    if (unmetNeed(engagement, days.reps[days.rep[d]!]!) !== null) continue;
    for (const free of days.days[d]!.free) {
      for (let i = 0; i < ranges.length; i += 2) {
        const first = Math.max(ranges[i]!, Math.ceil(free.from / slotMinutes));
        const last = Math.min(ranges[i + 1]!, Math.floor((free.to - engagement.minutes) / slotMinutes));
        if (first <= last) return true;
      }
    }
  }
  return false;
}
