import { RunId, type TenantId } from '../../core/model/ids.ts';
import type { Promotion } from '../../core/model/promotion.ts';
import { digest } from '../../core/trace/digest.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { headStore } from '../shared/head-store.ts';
import { requestedRollback } from '../shared/requested-rollback.ts';
import { type RollbackStore, rollbackStore } from '../shared/rollback-store.ts';
import { rollbackTarget } from '../shared/rollback-target.ts';
import { traceStore } from '../shared/trace-store.ts';

/** Takes a candidate back. Answers with the rollback that did, whoever set it off; null: there was nothing of it to take back. */
export function takingBack() {
  const rooms = { heads: headStore(), control: configurationControl(), traces: traceStore() };
  const rollbacks = rollbackStore();
  const perform = requestedRollback('take-back');
  const { heads, control } = rooms;
  return async (promotion: Promotion, cause: string, correlation: string): Promise<RunId | null> => {
    const { tenant, id, deployed, stages } = promotion;
    const [baseline, { flags, policy, underWay }] = await Promise.all([heads.baseline(), control.look()]);
    if (deployed === undefined || baseline === undefined || policy === null) return null;
    const sets = await Promise.all([control.policies(policy.version), control.policies(baseline.policyVersion)]);
    const [is, was] = sets.map((set) => digest('policy-set/1', set));
    const { scheduling } = flags === null ? { scheduling: undefined } : await control.flags(flags.version);
    if (underWay === null && is === was && scheduling?.trials === undefined)
      return others(rollbacks, tenant, stages[0]?.at);
    const asked = { id: rollbackIdOf(tenant, id), tenant, trigger: 'promotion' as const, by: null, reason: null };
    const run = await rollbackTarget(rooms, tenant);
    return (await perform({ ...asked, cause, run, correlation })).id;
  };
}

/** The newest rollback of the tenant since the candidate came into force: whoever set it off took it back. */
async function others(rollbacks: RollbackStore, tenant: TenantId, since: string | undefined): Promise<RunId | null> {
  const [newest] = await rollbacks.list(tenant);
  return newest !== undefined && since !== undefined && newest.requestedAt >= since ? newest.id : null;
}

function rollbackIdOf(tenant: TenantId, promotion: RunId): RunId {
  const hex = digest('rollback/1', { tenant, promotion }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
