import { type Digest, RunId, type TenantId } from '../../core/model/ids.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { WatchReport } from '../../core/model/watch.ts';
import { watch } from '../../core/policy/watch.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from '../shared/clock.ts';
import type { Configuration } from '../shared/configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { headStore } from '../shared/head-store.ts';
import { learningStore } from '../shared/learning-store.ts';
import { logger } from '../shared/log.ts';
import { requestedRollback } from '../shared/requested-rollback.ts';
import { rollbackTarget } from '../shared/rollback-target.ts';
import { runStore } from '../shared/run-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { watchFacts } from '../shared/watch-facts.ts';

/** Looks at one tenant, keeps what was seen, and on a breach goes back to the last stable baseline, once per breach. */
export function tenantWatch(config: Configuration) {
  const runs = runStore();
  const learning = learningStore();
  const factsOf = watchFacts({ runs, learning });
  const perform = requestedRollback('monitor');
  const rooms = { heads: headStore(), control: configurationControl(), traces: traceStore() };

  return async (tenant: TenantId, policy: Policy): Promise<void> => {
    const at = now();
    const [{ digest: configuration }, before, baseline] = await Promise.all([
      config.policies(),
      learning.watch(tenant),
      rooms.heads.baseline(),
    ]);
    // What came before this configuration is not held against it.
    const since = before === undefined ? null : before.configuration === configuration ? before.since : at;
    const seen = watch(await factsOf(tenant, policy, since), policy);
    const goesOn = before?.verdict === 'breached' && isSame(before, configuration, baseline?.policySet);
    const rollback = seen.verdict !== 'breached' ? null : ((goesOn ? before.rollback : null) ?? rollbackId(tenant, at));
    const report: WatchReport = {
      ...{ contract: 'watch/1', tenant, at, configuration, since, rollback },
      verdict: seen.verdict,
      measures: [...seen.measures],
    };
    // Kept first: killed below, the next look goes on with the same rollback.
    await learning.setWatch(tenant, report);
    const breached = seen.measures.filter(({ verdict }) => verdict === 'breached').map(({ measure }) => measure);
    logger.info('watched', { tenant, verdict: seen.verdict, breached });
    if (rollback === null) return;
    const asked = { id: rollback, tenant, trigger: 'monitor' as const, by: null, reason: null, correlation: rollback };
    const run = await rollbackTarget(rooms, tenant);
    const done = await perform({ ...asked, cause: `breach: ${breached.join(', ')}`, run });
    logger.warn('rolled back on a breach', { tenant, rollback, state: done.state, seconds: done.seconds });
  };
}

/** A breach that goes on under the same configuration, or under the baseline it was rolled back to, is the same breach. */
function isSame(before: WatchReport, configuration: Digest, baseline: Digest | undefined): boolean {
  return before.configuration === configuration || configuration === baseline;
}

/** In the form of a run's id, and never one. */
function rollbackId(tenant: TenantId, at: string): RunId {
  const hex = digest('rollback/1', { tenant, monitor: at }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
