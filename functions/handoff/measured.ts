import type { RunId, TenantId } from '../../core/model/ids.ts';
import type { GateStore } from '../shared/gate-store.ts';
import type { RollbackStore } from '../shared/rollback-store.ts';

/** What the scorecard takes from clocks; null: not measured yet. Instants are those of the gate's and rollback's records. */
export interface Measured {
  readonly approvalLatencyMinutes: number | null;
  readonly rollbackSeconds: number | null;
}

/** How long people took to decide on this run, and how long the tenant's last rollback took. */
export async function measured(
  { gates, rollbacks }: { readonly gates: GateStore; readonly rollbacks: RollbackStore },
  tenant: TenantId,
  run: RunId,
): Promise<Measured> {
  const [ofRun, all] = await Promise.all([gates.list(tenant, run), rollbacks.list(tenant)]);
  const gate = ofRun.findLast(({ state }) => state === 'decided');
  const decided = gate?.decisions.at(-1)?.at;
  const latency =
    gate === undefined || decided === undefined ? null : (Date.parse(decided) - Date.parse(gate.openedAt)) / 60_000;
  return {
    approvalLatencyMinutes: latency,
    rollbackSeconds: all.find(({ seconds }) => seconds !== null)?.seconds ?? null,
  };
}
