import type { Cause, CheapestChange } from '../model/plan.ts';
import { displacedValue } from './displaced-value.ts';
import { type Explanation, moreMinutes, NOTHING } from './explanation.ts';
import { NONE } from './places.ts';
import { bonusIn, eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';

/** Its best place is worth less than nothing, or less than what holds it. */
export function explainOutbid(planned: PlannedBlock, e: number): Explanation {
  const { problem, cheapest } = planned;
  const { days, places } = problem;
  let worth = Number.NEGATIVE_INFINITY;
  let surplus = Number.NEGATIVE_INFINITY;
  let at = NONE;
  eachPlace(problem, e, (c, kind) => {
    const value = worthIn(planned, e, c, kind);
    worth = Math.max(worth, value);
    if (value - cheapest.cost[c]! <= surplus) return;
    surplus = value - cheapest.cost[c]!;
    at = c;
  });
  const d = places.classDay[at]!;
  const refs = { rep: days.reps[days.rep[d]!]!.id, day: days.days[d]!.date };
  const shortfall = displacedValue(planned, e);
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
