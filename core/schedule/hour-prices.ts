import type { Plan } from '../model/plan.ts';
import { capOf } from './lacking-minutes.ts';
import type { PlannedBlock } from './planned-block.ts';

/**
 * What one more working hour of a rep on a day is worth, with a daily cap as much higher, minor units: the mean price of an
 * hour of the slots he is free in, and the price of the minutes by which the cap of the day rises. At the margin: a whole
 * hour is worth a little less where time is scarce, and more where a meeting just did not fit.
 */
export function hourPrices({ problem, prices }: PlannedBlock): Plan['prices'] {
  const { days, slotMinutes } = problem;
  const rows: Plan['prices'] = [];
  for (let d = 0; d < days.count; d++) {
    const { availableMinutes, date } = days.days[d]!;
    if (availableMinutes === 0) continue;
    let total = 0;
    for (let i = days.offset[d]!; i < days.offset[d + 1]!; i++) total += prices.slot[i]!;
    const perHour = (total / Math.max(1, availableMinutes / slotMinutes)) * (60 / slotMinutes);
    const underCap = prices.minute[d]! * (capOf(problem, d, 60) - capOf(problem, d, 0));
    rows.push({ rep: days.reps[days.rep[d]!]!.id, day: date, perHour: Math.round(perHour + underCap) });
  }
  return rows;
}
