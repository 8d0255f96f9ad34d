import type { Decision, Delegation } from '../model/decision.ts';
import type { Digest } from '../model/ids.ts';
import type { TraceStep } from './chain.ts';

/** At which gate, and the digests of the document, of what it says in full, and of the code. */
interface SaidAtGate {
  readonly attempt: number;
  readonly document: Digest;
  readonly output: Digest;
  readonly code: Digest;
}

/** What the entry of a decision says in full; its output is the digest of this, domain step/1. */
export function decisionAnswer({ approver, verdict, plan, shown }: Decision) {
  return { approver, verdict, plan, shown };
}

/**
 * The trace entry of one person's decision at gate `attempt`: who, by id, what, on which plan, and what they were shown. Its
 * input is the decision's document, an input from outside like the portfolio: when it was taken and the sealed reason are
 * bound by that digest, and are not in the chain themselves.
 */
export function decisionStep({ tenant, run, approver, verdict, plan, shown }: Decision, said: SaidAtGate): TraceStep {
  return {
    ...personsStep(said),
    tenant,
    run,
    step: `${said.attempt}/decision/${approver}`,
    decision: verdict,
    reasons: [`approver ${approver}`, `plan ${plan}`, `shown ${shown}`],
  };
}

/** What the entry of a delegation says in full; its output is the digest of this, domain step/1. */
export function delegationAnswer({ from, to, plan }: Delegation) {
  return { from, to, plan };
}

/** The trace entry of a decision that was handed over at gate `attempt`, made like that of a decision. */
export function delegationStep({ tenant, run, from, to, plan }: Delegation, said: SaidAtGate): TraceStep {
  return {
    ...personsStep(said),
    tenant,
    run,
    step: `${said.attempt}/delegation/${from}`,
    decision: 'handed-over',
    reasons: [`from ${from}`, `to ${to}`, `plan ${plan}`],
  };
}

/** Of an entry that is a person's: no policy, flags or posture stand behind it. */
function personsStep({ document, output, code }: SaidAtGate) {
  return { input: document, output, code, policy: null, flags: null, posture: null };
}

/** Whether an entry is a person's decision, and at which gate. */
export function decisionGate(step: string): number | undefined {
  const found = /^(\d+)\/decision\//.exec(step);
  return found === null ? undefined : Number(found[1]);
}
