import { Decision } from '../../core/model/decision.ts';
import type { RunId, TenantId } from '../../core/model/ids.ts';
import { decisionAnswer, decisionStep } from '../../core/trace/decision-step.ts';
import { codeDigest } from './code.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Gate } from './gate-store.ts';
import { headOf, type RunStore } from './run-store.ts';
import type { TraceStore } from './trace-store.ts';

/**
 * Puts every decision of a gate into the chain of its run, in the order they were taken; those that are there are left
 * alone. Called after the gate's write and before the state machine is told, by whoever tells it.
 */
export function decisionTrace(stores: {
  readonly evidence: EvidenceStore;
  readonly traces: TraceStore;
  readonly runs: RunStore;
}) {
  const { evidence, traces, runs } = stores;
  return async (tenant: TenantId, run: RunId, attempt: number, gate: Gate): Promise<void> => {
    for (const { evidence: document } of gate.decisions) {
      const decision = await evidence.get(tenant, 'decision/1', document, Decision);
      const output = await evidence.put(tenant, 'step/1', decisionAnswer(decision));
      const said = { attempt, document, output, code: codeDigest };
      const { entry, last } = await traces.append(decisionStep(decision, said));
      if (last) await runs.patch(tenant, run, headOf(entry));
    }
  };
}
