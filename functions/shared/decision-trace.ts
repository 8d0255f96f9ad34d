import { Decision, Delegation } from '../../core/model/decision.ts';
import type { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import type { TraceStep } from '../../core/trace/chain.ts';
import { decisionAnswer, decisionStep, delegationAnswer, delegationStep } from '../../core/trace/decision-step.ts';
import { codeDigest } from './code.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Gate } from './gate-store.ts';
import { headOf, type RunPatch } from './run-store.ts';
import type { TraceStore } from './trace-store.ts';

/**
 * Puts every delegation and decision of a gate into the chain of its run, in the order they were taken; those that are there
 * are left alone. Called after the gate's write and before the state machine is told, by whoever tells it.
 */
export function decisionTrace(stores: {
  readonly evidence: EvidenceStore;
  readonly traces: TraceStore;
  /** Who keeps the end of the chain: runs, or promotions. */
  readonly runs: { readonly patch: (tenant: TenantId, id: RunId, head: RunPatch) => Promise<unknown> };
}) {
  const { evidence, traces, runs } = stores;
  return async (tenant: TenantId, run: RunId, attempt: number, gate: Gate): Promise<void> => {
    const decided = async (document: Digest): Promise<TraceStep> => {
      const decision = await evidence.get(tenant, 'decision/1', document, Decision);
      const output = await evidence.put(tenant, 'step/1', decisionAnswer(decision));
      return decisionStep(decision, { attempt, document, output, code: codeDigest });
    };
    const handedOver = async (document: Digest): Promise<TraceStep> => {
      const delegation = await evidence.get(tenant, 'delegation/1', document, Delegation);
      const output = await evidence.put(tenant, 'step/1', delegationAnswer(delegation));
      return delegationStep(delegation, { attempt, document, output, code: codeDigest });
    };
    const taken = [
      ...gate.delegations.map(({ at, evidence: document }) => ({ at, step: () => handedOver(document) })),
      ...gate.decisions.map(({ at, evidence: document }) => ({ at, step: () => decided(document) })),
    ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const { step } of taken) {
      const { entry, last } = await traces.append(await step());
      if (last) await runs.patch(tenant, run, headOf(entry));
    }
  };
}
