import type { Delegation } from '../../core/model/decision.ts';
import type { PersonId } from '../../core/model/ids.ts';
import { now } from './clock.ts';
import type { decisionTrace } from './decision-trace.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { DelegateOutcome, GateStore } from './gate-store.ts';
import type { DecisionReference } from './reference.ts';
import type { SubjectStore } from './subject-store.ts';

export interface HandOverRooms {
  readonly evidence: EvidenceStore;
  readonly gates: GateStore;
  readonly subjects: SubjectStore;
  readonly record: ReturnType<typeof decisionTrace>;
}

/**
 * Hands the decision of a reference over, once: evidence first, then the gate's one conditional write, after which the old link
 * is dead, then the chain. Whoever may take it over is the caller's to know, and the mail the caller's to send.
 */
export function handingOver({ evidence, gates, subjects, record }: HandOverRooms) {
  return async (
    { tenant, run, gate: attempt, plan, approver: from }: DecisionReference,
    to: PersonId,
    said: string,
  ): Promise<{ readonly outcome: DelegateOutcome; readonly at: string }> => {
    const at = now();
    const words = said.trim();
    const reason = words === '' ? null : await subjects.seal(tenant, from, `decision/${run}`, words);
    const document: Delegation = { contract: 'delegation/1', tenant, run, from, to, plan, reason, at };
    const stored = await evidence.put(tenant, 'delegation/1', document);
    const outcome = await gates.delegate(tenant, run, attempt, plan, { from, to, evidence: stored, at });
    if (outcome.kind === 'taken') await record(tenant, run, attempt, outcome.gate);
    return { outcome, at };
  };
}
