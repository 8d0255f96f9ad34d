import type { TenantId } from '../../core/model/ids.ts';
import { ENDED_UNDONE } from '../../core/model/run.ts';
import type { PlanHead } from '../shared/plan-head.ts';
import type { RunStore } from '../shared/run-store.ts';

/** The plan in force is about to be undone; the state machine asks again by this name until it is. */
export class PlanLeftInForce extends Error {
  override readonly name = 'PlanLeftInForce';
}

/**
 * A run that ended stopped or failed after its commit gives the tenant's place back before its plan is undone. Planned over
 * that plan, the next run would tell the CRM only what differs from meetings the CRM never heard of.
 * @throws PlanLeftInForce while the plan of such a run is in force
 */
export async function refuseLeftInForce(runs: RunStore, tenant: TenantId, head: PlanHead | undefined): Promise<void> {
  const by = head?.current?.run;
  const run = by === undefined ? undefined : await runs.get(tenant, by);
  if (run !== undefined && ENDED_UNDONE.includes(run.status))
    throw new PlanLeftInForce(
      `the plan in force is of run ${run.id}, which ended as ${run.status}; it is undone first`,
    );
}
