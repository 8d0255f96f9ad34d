import type { TenantId } from '../../core/model/ids.ts';
import { ENDED, type Run } from '../../core/model/run.ts';
import type { DecisionProblem } from '../../core/report/decision-problem-page.ts';
import { now } from './clock.ts';
import { configuration } from './configuration.ts';
import { type Gate, type GateStore, refusal } from './gate-store.ts';
import { type DecisionReference, references } from './reference.ts';
import type { RunStore } from './run-store.ts';

/** What a link opens: a gate this approver may decide now, or why not. */
export type OpenedLink =
  | { readonly kind: 'open'; readonly reference: DecisionReference; readonly run: Run; readonly gate: Gate }
  | {
      readonly kind: 'shut';
      readonly problem: DecisionProblem;
      /** There where the link is genuine: a decided gate may still owe the state machine its answer. */
      readonly place?: { readonly reference: DecisionReference; readonly gate: Gate };
    };

const UNKNOWN: OpenedLink = { kind: 'shut', problem: { kind: 'unknown' } };

/**
 * Reads a link. Changes nothing. Forged, another's, an author's own and a former approver's links look the same: unknown.
 * Whether the approver may decide is asked of the policy of now, not only of that of the gate.
 */
export function decisionLinks(stores: { readonly gates: GateStore; readonly runs: RunStore }) {
  const parse = references();
  const config = configuration();
  const mayDecide = async (tenant: TenantId, approver: string) =>
    (await config.policyOf(tenant)).value.approvers.some(({ id, mayDecide }) => id === approver && mayDecide);

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
    if (refused === 'author' || refused === 'not-an-approver') return UNKNOWN;
    if (!(await mayDecide(reference.tenant, reference.approver))) return UNKNOWN;
    if (refused !== null) return { kind: 'shut', place, problem: problemOf(refused, gate, reference, run) };
    if (parsed.outcome === 'expired') return { kind: 'shut', place, problem: expired(gate) };
    if (ENDED.includes(run.status)) return { kind: 'shut', place, problem: { kind: 'ended', status: run.status } };
    return { kind: 'open', reference, run, gate };
  };
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
        : { kind: 'already-decided', verdict: own?.verdict ?? gate.verdict ?? last.verdict, at: last.at };
    case 'other-plan':
      return { kind: 'stale' };
    case 'expired':
      return expired(gate);
    case 'closed':
      return { kind: 'ended', status: run.status };
    case 'author':
    case 'not-an-approver':
      return { kind: 'unknown' };
  }
}

function expired(gate: Gate): DecisionProblem {
  return { kind: 'expired', expiredAt: gate.expiresAt };
}

/** HTTP status of each: gone for good, in conflict with what was decided, or nothing known. */
export function statusOf({ kind }: DecisionProblem): number {
  return { expired: 410, ended: 410, stale: 409, 'already-decided': 409, unknown: 404 }[kind];
}
