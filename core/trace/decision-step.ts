import type { Decision, Delegation } from '../model/decision.ts';
import type { Digest } from '../model/ids.ts';
import type { TraceStep } from './chain.ts';

/** What the entry of a decision says in full; its output is the digest of this, domain step/1. */
export function decisionAnswer({ approver, verdict, plan, shown }: Decision) {
  return { approver, verdict, plan, shown };
}

/**
 * The trace entry of one person's decision at gate `attempt`: who, by id, what, on which plan, and what they were shown. Its
 * input is the decision's document, an input from outside like the portfolio: when it was taken and the sealed reason are
 * bound by that digest, and are not in the chain themselves.
 */
export function decisionStep(
  decision: Decision,
  said: { readonly attempt: number; readonly document: Digest; readonly output: Digest; readonly code: Digest },
): TraceStep {
  const { tenant, run, approver, verdict, plan, shown } = decision;
  return {
    tenant,
    run,
    step: `${said.attempt}/decision/${approver}`,
    input: said.document,
    output: said.output,
    policy: null,
    flags: null,
    code: said.code,
    posture: null,
    decision: verdict,
    reasons: [`approver ${approver}`, `plan ${plan}`, `shown ${shown}`],
  };
}

/** What the entry of a delegation says in full; its output is the digest of this, domain step/1. */
export function delegationAnswer({ from, to, plan }: Delegation) {
  return { from, to, plan };
}

/** The trace entry of a decision that was handed over at gate `attempt`, made like that of a decision. */
export function delegationStep(
  delegation: Delegation,
  said: { readonly attempt: number; readonly document: Digest; readonly output: Digest; readonly code: Digest },
): TraceStep {
  const { tenant, run, from, to, plan } = delegation;
  return {
    tenant,
    run,
    step: `${said.attempt}/delegation/${from}`,
    input: said.document,
    output: said.output,
    policy: null,
    flags: null,
    code: said.code,
    posture: null,
    decision: 'handed-over',
    reasons: [`from ${from}`, `to ${to}`, `plan ${plan}`],
  };
}

/** Whether an entry is a person's decision, and at which gate. */
export function decisionGate(step: string): number | undefined {
  const found = /^(\d+)\/decision\//.exec(step);
  return found === null ? undefined : Number(found[1]);
}
