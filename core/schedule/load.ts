import { kept } from '../calendar/kept.ts';
import type { Assignment, RepLoad } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { loadShares, loadSurcharges } from './load-surcharge.ts';
import { order } from './order.ts';
import type { PlannedBlock } from './planned-block.ts';

/** One row for each rep: what the horizon offers, what the daily caps allow, what is planned. */
export function repLoads(
  portfolio: Portfolio,
  policy: Policy,
  blocks: readonly PlannedBlock[],
  assignments: readonly Assignment[],
): RepLoad[] {
  const surcharges = loadSurcharges(portfolio, policy);
  const shares = loadShares(portfolio);
  const held = new Map<string, { minutes: number; count: number }>();
  for (const { rep, minutes } of assignments) {
    const sum = kept(held, rep, () => ({ minutes: 0, count: 0 }));
    sum.minutes += minutes;
    sum.count++;
  }
  return blocks
    .flatMap(({ problem: { days } }) => {
      const width = days.reps.length === 0 ? 0 : days.count / days.reps.length;
      return days.reps.map((rep, r) => {
        let availableMinutes = 0;
        let capMinutes = 0;
        for (let d = r * width; d < (r + 1) * width; d++) {
          const available = days.days[d]!.availableMinutes;
          let pinned = 0;
          for (const { from, to } of days.fixed[d]!) pinned += to - from;
          availableMinutes += available;
          capMinutes += Math.max(
            pinned,
            Math.min(rep.maxMinutesPerDay, Math.floor(policy.rep.loadCeiling * available)),
          );
        }
        const { minutes: plannedMinutes, count: engagements } = held.get(rep.id) ?? { minutes: 0, count: 0 };
        const share = shares.get(rep.id);
        return {
          ...{ rep: rep.id, availableMinutes, capMinutes, plannedMinutes, engagements },
          ...(share === undefined ? {} : { historyShare: share, surchargePerMinute: surcharges.get(rep.id) ?? 0 }),
        };
      });
    })
    .sort((a, b) => order(a.rep, b.rep));
}
