import { Forecasts } from '../../core/model/forecasts.ts';
import type { TenantId } from '../../core/model/ids.ts';
import type { LearningReport } from '../../core/model/learning.ts';
import type { Policy } from '../../core/model/policy.ts';
import { Learning } from '../../core/risk/learn.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from './clock.ts';
import { evidenceStore } from './evidence-store.ts';
import { logger } from './log.ts';
import { outcomeStore } from './outcome-store.ts';

/** Published plans looked back at: more than a year of nights. */
const LOOK_BACK = 400;
/** Forecasts of accounts read at a time, about a second of work per 100,000: older plans are left out, and logged. */
const MOST_FORECASTS = 5_000_000;

/** Holds the outcomes of a tenant against its forecasts; null: no plan was ever published. */
export function outcomeLearning() {
  const outcomes = outcomeStore();
  const evidence = evidenceStore();
  return async (tenant: TenantId, policy: Policy, since: string | null): Promise<LearningReport | null> => {
    const index = await outcomes.recentForecasts(tenant, LOOK_BACK);
    if (index.length === 0) return null;
    let forecasts = 0;
    const taken = index.filter(({ accounts }, place) => {
      forecasts += accounts;
      return place === 0 || forecasts <= MOST_FORECASTS;
    });
    if (taken.length < index.length)
      logger.warn('older plans left out of learning', { tenant, taken: taken.length, of: index.length });
    const { learned, minimumOutcomes: minimum } = policy.learning;
    const told = await outcomes.all(tenant);
    const learning = new Learning({ told, learned: digest('learned/1', learned), now: now(), since, minimum });
    // Oldest first, one at a time: what is kept of them grows with accounts and quarters, not with nights.
    for (const { digest: stored } of taken.toReversed())
      learning.add(await evidence.get(tenant, 'forecasts/1', stored, Forecasts));
    return learning.report();
  };
}
