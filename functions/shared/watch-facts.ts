import type { TenantId } from '../../core/model/ids.ts';
import type { Policy } from '../../core/model/policy.ts';
import { ENDED } from '../../core/model/run.ts';
import type { WatchFacts } from '../../core/policy/watch.ts';
import { now } from './clock.ts';
import { outcomeLearning } from './learn-outcomes.ts';
import type { LearningStore } from './learning-store.ts';
import { outcomeStore } from './outcome-store.ts';
import type { RunStore } from './run-store.ts';

const LOOK_BACK = 50;
const HOUR = 3_600_000;
const RECENT = 28 * 24 * HOUR;

/** What is known of a tenant since an instant (null: since ever): the monitor judges it, and so does every look at a stage. */
export function watchFacts({ runs, learning }: { readonly runs: RunStore; readonly learning: LearningStore }) {
  const outcomes = outcomeStore();
  const learn = outcomeLearning();
  return async (tenant: TenantId, policy: Policy, since: string | null): Promise<WatchFacts> => {
    const at = Date.parse(now());
    const from = since === null ? -Infinity : Date.parse(since);
    const ended = (await runs.list(tenant, LOOK_BACK)).runs.filter(
      (run) =>
        ENDED.includes(run.status) &&
        run.breaker !== 'tripped' &&
        Date.parse(run.requestedAt) >= Math.max(from, at - policy.breaker.windowHours * HOUR),
    );
    const report = await learn(tenant, policy, since);
    if (report !== null) await learning.setReport(tenant, report);
    const objections = await outcomes.objections(tenant);
    const [newest] = await outcomes.recentForecasts(tenant, 1);
    return {
      runs: {
        ended: ended.length,
        failed: ended.filter(({ status }) => status === 'failed' || status === 'rolled-back').length,
      },
      learning: report,
      accounts: newest?.accounts ?? null,
      // Those that came with a portfolio may be years old.
      optOuts: objections.filter(
        (each) => each.source === 'outcome' && Date.parse(each.at) >= Math.max(from, at - RECENT),
      ).length,
    };
  };
}
