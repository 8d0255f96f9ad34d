import type { Cause, CheapestChange } from '../model/plan.ts';
import { bestPlace, mostWorth } from './best-place.ts';
import { displacedValue } from './displaced-value.ts';
import { type Explanation, moreMinutes, NOTHING } from './explanation.ts';
import { bonusIn, type PlannedBlock } from './planned-block.ts';

/** Of an engagement with places: its best place is worth less than nothing, or less than what holds it. */
export function explainOutbid(planned: PlannedBlock, e: number): Explanation {
  const { problem, cheapest } = planned;
  const { days, places } = problem;
  const worth = mostWorth(planned, e);
  const { c: at, surplus } = bestPlace(planned, e)!;
  const d = places.classDay[at]!;
  const refs = { rep: days.reps[days.rep[d]!]!.id, day: days.days[d]!.date };
  const shortfall = displacedValue(planned, e, worth);
  const bonus = bonusIn(planned, e);
  const cause: Cause = worth - bonus <= 0 ? 'not-worthwhile' : 'outbid';
  const counts: Record<string, number> = bonus === 0 ? {} : { coverageBonus: bonus };
  const numbers = {
    value: worth - bonus,
    ...counts,
    price: Math.round(cheapest.cost[at]!),
    surplus: Math.round(surplus),
  };
  let change: CheapestChange = NOTHING;
  if (shortfall !== null) change = { kind: 'value', value: Math.max(1, shortfall) };
  // What stands in its way cannot leave, whatever it is worth.
  else if (cause === 'outbid')
    change = moreMinutes(problem, { d, minutes: problem.minutes[e]! + problem.bufferMinutes });
  return { cause, reasons: [{ code: cause, numbers, refs }], cheapestChange: change };
}
