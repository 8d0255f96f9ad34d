import type { decisionTrace } from '../shared/decision-trace.ts';
import { gateAnswers } from '../shared/gate-answer.ts';
import type { Gate, GateStore } from '../shared/gate-store.ts';
import { logger } from '../shared/log.ts';
import type { DecisionReference } from '../shared/reference.ts';

/** Puts the decisions of a gate into the chain, and tells the waiting state what was decided, unless it has taken that already. */
export function gateCallback(gates: GateStore, record: ReturnType<typeof decisionTrace>) {
  const answer = gateAnswers(gates, record);
  return async ({ tenant, run, gate: attempt }: DecisionReference, gate: Gate): Promise<void> => {
    if (gate.state !== 'decided') return record(tenant, run, attempt, gate);
    if (gate.answered) return;
    if ((await answer({ tenant, run, attempt }, gate)) === 'gone')
      logger.warn('nobody waits for this decision', { tenant, run, attempt });
  };
}
