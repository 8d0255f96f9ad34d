import type { decisionTrace } from './decision-trace.ts';
import { type Gate, type GateStore, gateAnswer, type OpenGate } from './gate-store.ts';
import { type CallbackOutcome, callbacks } from './mission.ts';

/**
 * Puts what a gate decided into the chain, then tells the waiting state. A state that is gone (timed out, stopped, entered again) leaves the gate
 * unanswered: entered again, it finds the decision by itself.
 */
export function gateAnswers(gates: GateStore, record: ReturnType<typeof decisionTrace>) {
  const callback = callbacks();
  return async ({ tenant, run, attempt }: OpenGate, gate: Gate): Promise<CallbackOutcome> => {
    await record(tenant, run, attempt, gate);
    const sent = await callback.success(gate.token, gateAnswer(gate));
    if (sent === 'sent') await gates.answered(tenant, run, attempt, gate.token);
    return sent;
  };
}
