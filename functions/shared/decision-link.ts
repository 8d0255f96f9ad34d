import type { PersonId, TenantId } from '../../core/model/ids.ts';
import type { Approver } from '../../core/model/policy.ts';
import { ENDED, type Run } from '../../core/model/run.ts';
import { delegates } from '../../core/policy/delegation.ts';
import type { DecisionProblem } from '../../core/report/decision-problem-page.ts';
import { now } from './clock.ts';
import { configuration } from './configuration.ts';
import { type Gate, type GateStore, refusal } from './gate-store.ts';
import { type DecisionReference, references } from './reference.ts';
import type { RunStore } from './run-store.ts';

/** What a link opens: a gate this approver may decide now, or why not. */
export type OpenedLink =
  | {
      readonly kind: 'open';
      readonly reference: DecisionReference;
      readonly run: Run;
      readonly gate: Gate;
      /** Whom it can be handed over to, by the policy of now. */
      readonly delegates: readonly Approver[];
    }
  | {
      readonly kind: 'shut';
      readonly problem: DecisionProblem;
      /** There where the link is genuine: a decided gate may still owe the state machine its answer. */
      readonly place?: { readonly reference: DecisionReference; readonly gate: Gate };
    };

const UNKNOWN: OpenedLink = { kind: 'shut', problem: { kind: 'unknown' } };

/**
 * Reads a link. Changes nothing. Forged, another's and a former approver's links look the same: unknown. Whoever wanted the
 * run is told that it takes somebody else. Whether the approver may decide is asked of the policy of now, not only of that of the gate.
 */
export function decisionLinks(stores: { readonly gates: GateStore; readonly runs: RunStore }) {
  const parse = references();
  const config = configuration();
  const approversOf = async (tenant: TenantId) => (await config.policyOf(tenant)).value.approvers;

  return async (text: string): Promise<OpenedLink> => {
    const parsed = await parse.decision(text);
    if (parsed.outcome === 'forged') return UNKNOWN;
    const { reference } = parsed;
    const [gate, run] = await Promise.all([
      stores.gates.get(reference.tenant, reference.run, reference.gate),
      stores.runs.get(reference.tenant, reference.run),
    ]);
    if (gate === undefined || run === undefined) return UNKNOWN;
    const place = { reference, gate };
    const refused = refusal(gate, reference.plan, { approver: reference.approver, at: now() });
    if (refused === 'author') return { kind: 'shut', place, problem: { kind: 'own-run' } };
    if (refused === 'not-an-approver') return UNKNOWN;
    const approvers = await approversOf(reference.tenant);
    if (!approvers.some(({ id, mayDecide }) => id === reference.approver && mayDecide)) return UNKNOWN;
    if (refused !== null) return { kind: 'shut', place, problem: problemOf(refused, gate, reference, run) };
    if (parsed.outcome === 'expired') return { kind: 'shut', place, problem: expired(gate) };
    if (ENDED.includes(run.status)) return { kind: 'shut', place, problem: { kind: 'ended', status: run.status } };
    return { kind: 'open', reference, run, gate, delegates: delegatesOf(approvers, reference.approver, gate) };
  };
}

function delegatesOf(approvers: readonly Approver[], from: PersonId, gate: Gate): readonly Approver[] {
  return delegates({
    approvers,
    author: gate.author,
    askedBy: gate.askedBy,
    from,
    asked: gate.approvers,
    decided: gate.decisions.map(({ approver }) => approver),
    handedOver: gate.delegations.map((delegation) => delegation.from),
    quorum: gate.quorum,
  });
}

/** What a refusal is to the person at the page. */
export function problemOf(
  refused: Exclude<ReturnType<typeof refusal>, null>,
  gate: Gate,
  { approver }: DecisionReference,
  run: Run,
): DecisionProblem {
  const own = gate.decisions.find((decision) => decision.approver === approver);
  const last = own ?? gate.decisions.at(-1);
  switch (refused) {
    case 'already-decided':
    case 'decided-by-you':
      return last === undefined
        ? { kind: 'stale' }
        : {
            kind: 'already-decided',
            verdict: own?.verdict ?? gate.verdict ?? last.verdict,
            at: last.at,
            by: last.approver,
          };
    case 'handed-over':
      return {
        kind: 'handed-over',
        to: gate.delegations.findLast(({ from }) => from === approver)?.to ?? 'somebody else',
      };
    case 'other-plan':
      return { kind: 'stale' };
    case 'expired':
      return expired(gate);
    case 'closed':
      return { kind: 'ended', status: run.status };
    case 'author':
      return { kind: 'own-run' };
    case 'not-an-approver':
      return { kind: 'unknown' };
  }
}

function expired(gate: Gate): DecisionProblem {
  return { kind: 'expired', expiredAt: gate.expiresAt };
}

/** HTTP status of each: gone for good, in conflict with what was decided, or nothing known. */
export function statusOf({ kind }: DecisionProblem): number {
  return {
    'own-run': 403,
    expired: 410,
    ended: 410,
    stale: 409,
    'already-decided': 409,
    'handed-over': 409,
    unknown: 404,
  }[kind];
}
