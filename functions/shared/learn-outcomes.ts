import { Forecasts } from '../../core/model/forecasts.ts';
import type { TenantId } from '../../core/model/ids.ts';
import type { LearningReport } from '../../core/model/learning.ts';
import type { Policy } from '../../core/model/policy.ts';
import { learn } from '../../core/risk/learn.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from './clock.ts';
import { evidenceStore } from './evidence-store.ts';
import { logger } from './log.ts';
import { outcomeStore } from './outcome-store.ts';

/** Published plans looked back at: more than a year of nights. */
const LOOK_BACK = 400;
/** Forecasts of accounts held in memory at once, about 150 bytes each: older plans are left out beyond that, and logged. */
const MOST_FORECASTS = 5_000_000;

/** Holds the outcomes of a tenant against its forecasts; null: no plan was ever published. */
export function outcomeLearning() {
  const outcomes = outcomeStore();
  const evidence = evidenceStore();
  return async (tenant: TenantId, policy: Policy, since: string | null): Promise<LearningReport | null> => {
    const index = await outcomes.recentForecasts(tenant, LOOK_BACK);
    if (index.length === 0) return null;
    const plans: Forecasts[] = [];
    let forecasts = 0;
    for (const { digest: stored, accounts } of index) {
      forecasts += accounts;
      if (forecasts > MOST_FORECASTS && plans.length > 0) {
        logger.warn('older plans left out of learning', { tenant, taken: plans.length, of: index.length });
        break;
      }
      plans.push(await evidence.get(tenant, 'forecasts/1', stored, Forecasts));
    }
    const { learned, minimumOutcomes: minimum } = policy.learning;
    const told = await outcomes.all(tenant);
    return learn({ plans, told, learned: digest('learned/1', learned), now: now(), since, minimum });
  };
}
