import { type LossProcess, power } from '../risk/loss-process.ts';
import type { RepDayTable } from './rep-day-table.ts';

/**
 * F by account and touch day, what cumulativeLoss of core/risk gives, same operations in the same order. Accounts share T and
 * k with many others, so (t / T)^k is worked out once for each.
 */
export function accountLosses(
  processes: readonly LossProcess[],
  { firstTouch, touchCount }: Pick<RepDayTable, 'firstTouch' | 'touchCount'>,
): Float64Array {
  const lost = new Float64Array(processes.length * touchCount);
  const shares = new ElapsedShares(firstTouch, touchCount);
  for (let a = 0; a < processes.length; a++) {
    const { probability, withinDays, shape } = processes[a]!;
    const sudden = probability === 0 || probability === 1;
    const hazard = sudden ? 0 : -Math.log1p(-probability);
    const share = sudden ? null : shares.of(withinDays, shape);
    for (let t = 0; t < touchCount; t++) {
      const day = t + firstTouch;
      if (!(day > 0)) continue;
      const certain = share === null || day >= withinDays;
      lost[a * touchCount + t] = certain ? probability : Math.min(probability, -Math.expm1(-(hazard * share[t]!)));
    }
  }
  return lost;
}

/** (t / T)^k on the touch days, by T and k; 0 outside 0 < t < T. */
class ElapsedShares {
  readonly #first: number;
  readonly #count: number;
  readonly #known = new Map<number, Map<number, Float64Array>>();

  constructor(first: number, count: number) {
    this.#first = first;
    this.#count = count;
  }

  of(withinDays: number, shape: number): Float64Array {
    let byShape = this.#known.get(withinDays);
    if (byShape === undefined) {
      byShape = new Map();
      this.#known.set(withinDays, byShape);
    }
    const known = byShape.get(shape);
    if (known !== undefined) return known;
    const shares = new Float64Array(this.#count).map((_, t) => {
      const day = t + this.#first;
      return day > 0 && day < withinDays ? power(day / withinDays, shape) : 0;
    });
    byShape.set(shape, shares);
    return shares;
  }
}
