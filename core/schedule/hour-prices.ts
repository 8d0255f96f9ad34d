import type { Plan } from '../model/plan.ts';
import type { PlannedBlock } from './planned-block.ts';

/**
 * What one more working hour of a rep on a day is worth, minor units: the mean price of an hour of the slots he is free in,
 * and, where it is the load ceiling that binds, the minutes that hour adds to it.
 */
export function hourPrices({ problem, prices }: PlannedBlock): Plan['prices'] {
  const { days, slotMinutes, policy } = problem;
  const rows: Plan['prices'] = [];
  for (let d = 0; d < days.count; d++) {
    const rep = days.reps[days.rep[d]!]!;
    const { availableMinutes, date } = days.days[d]!;
    if (availableMinutes === 0) continue;
    let total = 0;
    for (let i = days.offset[d]!; i < days.offset[d + 1]!; i++) total += prices.slot[i]!;
    const perHour = (total / Math.max(1, availableMinutes / slotMinutes)) * (60 / slotMinutes);
    const ceiling = Math.floor(policy.rep.loadCeiling * availableMinutes) < rep.maxMinutesPerDay;
    const underCeiling = ceiling ? prices.minute[d]! * 60 * policy.rep.loadCeiling : 0;
    rows.push({ rep: rep.id, day: date, perHour: Math.round(perHour + underCeiling) });
  }
  return rows;
}
