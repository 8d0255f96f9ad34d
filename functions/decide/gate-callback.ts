import { type Gate, type GateStore, gateAnswer } from '../shared/gate-store.ts';
import { logger } from '../shared/log.ts';
import { callbacks } from '../shared/mission.ts';
import type { DecisionReference } from '../shared/reference.ts';

/**
 * Tells the waiting state what its gate decided, unless it has taken that already. A state that is gone (timed out, stopped,
 * entered again) leaves the gate unanswered: entered again, it finds the decision by itself.
 */
export function gateCallback(gates: GateStore) {
  const callback = callbacks();
  return async ({ tenant, run, gate: attempt }: DecisionReference, gate: Gate): Promise<void> => {
    if (gate.state !== 'decided' || gate.answered) return;
    const sent = await callback.success(gate.token, gateAnswer(gate));
    if (sent === 'sent') await gates.answered(tenant, run, attempt, gate.token);
    else logger.warn('nobody waits for this decision', { tenant, run, attempt });
  };
}
