import { touchBlocks } from '../calendar/touch-blocks.ts';
import type { Cause } from '../model/plan.ts';
import type { Account, Engagement } from '../model/portfolio.ts';
import { type Explanation, refusedBy } from './explanation.ts';
import { startRanges } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import { unmetNeed } from './requirement-groups.ts';
import type { StartWindowSource } from './start-windows.ts';

/** No rep and time at all: past contacts if the customer's hours leave starts without them, else the hours. */
export function explainNoPlace(
  { problem }: PlannedBlock,
  source: StartWindowSource,
  account: Account,
  engagement: Engagement,
  e: number,
): Explanation {
  const starts = source.of(account, engagement);
  const fits = (blocked: typeof starts.blocked) =>
    reachable(problem, engagement, startRanges({ ...starts, blocked }, engagement.minutes, problem.slotMinutes));
  if (starts.blocked.length > 0 && fits([])) {
    const gapHours = problem.policy.contact.minimumGapHours;
    const gapOnly = touchBlocks(problem.standing[problem.account[e]!]!, [], gapHours);
    const cause: Cause = fits(gapOnly) ? 'contact-cap' : 'minimum-gap';
    return refusedBy(cause, { standing: problem.standing[problem.account[e]!]!.length, gapHours });
  }
  return refusedBy('no-window', { minutes: engagement.minutes, windows: starts.windows.length }, 'window');
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
