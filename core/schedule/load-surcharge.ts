import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { Problem } from './problem.ts';

/**
 * What a minute of each rep costs the objective because the rep carried more than the others lately: minor units, by rep
 * id; reps without history have none (core/README.md, "Load"). Load is minutes held over minutes available, so that absence
 * does not count, and whoever carried less gets no discount: nobody is flooded for having been away.
 */
export function loadSurcharges(portfolio: Portfolio, { rep: { fairness } }: Policy): ReadonlyMap<string, number> {
  const surcharges = new Map<string, number>();
  for (const [id, share] of loadShares(portfolio)) {
    const excess = Math.min(1, Math.max(0, share - 1 - fairness.tolerance));
    surcharges.set(id, Math.round(fairness.perMinute * excess));
  }
  return surcharges;
}

/** Load of each rep with history over the mean of them all; nobody where nothing was held. */
export function loadShares({ reps }: Portfolio): ReadonlyMap<string, number> {
  let held = 0;
  let available = 0;
  for (const { history } of reps) {
    held += history?.heldMinutes ?? 0;
    available += history?.availableMinutes ?? 0;
  }
  const shares = new Map<string, number>();
  for (const { id, history } of reps) {
    if (history === undefined || history.availableMinutes === 0 || held === 0) continue;
    shares.set(id, (history.heldMinutes * available) / (history.availableMinutes * held));
  }
  return shares;
}

/** What a meeting of a class costs for its rep's load, minor units. */
export function surchargeAt({ surcharge, places }: Pick<Problem, 'surcharge' | 'places'>, c: number): number {
  return surcharge[places.classDay[c]!]! * places.classMinutes[c]!;
}
