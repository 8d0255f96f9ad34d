import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';

export interface HistoryLoad {
  /** Minutes held over minutes available, over the same of all reps with history. */
  readonly share: number;
  /** Minor units that a planned minute costs. */
  readonly perMinute: number;
}

/** "Load" of core/README.md, by rep id, for reps with history. The products are whole, so the share is rounded once. */
export function historyLoads(portfolio: Portfolio, policy: Policy): ReadonlyMap<string, HistoryLoad> {
  const { perMinute, tolerance } = policy.rep.fairness;
  const known = portfolio.reps.flatMap(({ id, history }) => (history === undefined ? [] : [{ id, ...history }]));
  const held = known.reduce((sum, { heldMinutes }) => sum + heldMinutes, 0);
  const available = known.reduce((sum, { availableMinutes }) => sum + availableMinutes, 0);
  const loads = new Map<string, HistoryLoad>();
  for (const { id, heldMinutes, availableMinutes } of known) {
    if (held === 0 || availableMinutes === 0) continue;
    const share = (heldMinutes * available) / (availableMinutes * held);
    loads.set(id, { share, perMinute: Math.round(perMinute * Math.min(1, Math.max(0, share - 1 - tolerance))) });
  }
  return loads;
}
