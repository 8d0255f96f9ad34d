import { z } from 'zod';
import { Decision, Delegation } from '../../../core/model/decision.ts';
import { Digest, type PersonId } from '../../../core/model/ids.ts';
import { Autonomy, Policy } from '../../../core/model/policy.ts';
import type { TraceEntry } from '../../../core/model/trace.ts';
import { eligibleApprovers, quorumOf } from '../../../core/policy/gate-approvers.ts';
import { decisionAnswer, decisionGate, decisionStep } from '../../../core/trace/decision-step.ts';
import { digest } from '../../../core/trace/digest.ts';
import { documentOf } from './documents.ts';
import type { OpenedExport } from './open-export.ts';
import { lastEntry, stepOf } from './steps.ts';

const Asked = z.object({ plan: Digest, policy: Digest });
const Committed = z.object({ plan: Digest });
const Routed = z.object({ autonomy: z.union([Autonomy, z.literal('shadow')]) });

/**
 * Every decision was one the gate could take: by somebody who may decide and did not ask for the run, on the plan that was
 * asked about, as its document says; and every commit had the approvals its route asked for, on the plan committed.
 */
export function decisionFaults(opened: OpenedExport): { readonly taken: number; readonly wrong: string[] } {
  const { entries } = opened;
  const decisions = entries.filter(({ step }) => decisionGate(step) !== undefined);
  const commits = entries.filter((entry) => stepOf(entry).name === 'commit' && entry.decision === 'committed');
  const wrong = [
    ...decisions.flatMap((entry) => decisionFault(opened, entry, gateOf(opened, entry))),
    ...commits.flatMap((entry) => commitFault(opened, entry)),
  ];
  return { taken: decisions.length, wrong };
}

/** What a gate asked, and who might answer. */
export interface AskedGate {
  readonly plan: Digest | undefined;
  readonly policy: Policy | undefined;
  readonly author: PersonId;
  readonly askedBy: PersonId | undefined;
}

function gateOf({ run, entries, documents }: OpenedExport, entry: TraceEntry): AskedGate {
  const asked = lastEntry(entries, 'request-decision', decisionGate(entry.step) ?? 0);
  const terms = documentOf(documents, 'step/1', asked?.input, Asked);
  const policy = documentOf(documents, 'policy/1', terms?.policy, Policy);
  return { plan: terms?.plan, policy, author: run.author, askedBy: run.askedBy };
}

/** What is wrong with one decision, against what its gate asked; nothing: it was one the gate could take. */
export function decisionFault(
  { entries, documents }: Pick<OpenedExport, 'entries' | 'documents'>,
  entry: TraceEntry,
  { plan: asked, policy, author, askedBy }: AskedGate,
): string[] {
  const attempt = decisionGate(entry.step) ?? 0;
  const decision = documentOf(documents, 'decision/1', entry.input, Decision);
  if (decision === undefined) return [line(entry, 'document', 'decision/1 under its input', 'none')];
  const said = { attempt, document: entry.input, output: entry.output, code: entry.code };
  const { step, reasons, decision: verdict } = decisionStep(decision, said);
  const eligible = new Set<string>(
    policy === undefined ? [] : eligibleApprovers(policy, author, askedBy).map(({ id }) => id),
  );
  for (const { from, to, plan } of delegationsBefore(documents, entries, entry, attempt))
    if (eligible.has(from) && plan === asked && to !== author && to !== askedBy) eligible.add(to);
  const faults: (readonly [string, string, string])[] = [
    ['step', step, entry.step],
    ['verdict', verdict, entry.decision],
    ['said', reasons.join(', '), entry.reasons.join(', ')],
    ['output', digest('step/1', decisionAnswer(decision)), entry.output],
    ['run', `${entry.tenant}/${entry.run}`, `${decision.tenant}/${decision.run}`],
    ['plan', asked ?? 'a plan that was asked about', decision.plan],
  ];
  const may = eligible.has(decision.approver)
    ? []
    : [line(entry, 'approver', `one of ${[...eligible].join(', ') || 'nobody'}`, decision.approver)];
  return [
    ...faults.flatMap(([what, expected, actual]) => (expected === actual ? [] : [line(entry, what, expected, actual)])),
    ...may,
  ];
}

/** Whom the decision was handed over to by then; their chain follows the order in which it was done. */
function delegationsBefore(
  documents: OpenedExport['documents'],
  entries: readonly TraceEntry[],
  { sequence }: TraceEntry,
  attempt: number,
): Delegation[] {
  const before = entries.filter((entry) => {
    const step = stepOf(entry);
    return step.name === 'delegation' && step.attempt === attempt && entry.sequence < sequence;
  });
  return before.flatMap(({ input }) => documentOf(documents, 'delegation/1', input, Delegation) ?? []);
}

function commitFault({ entries, documents }: OpenedExport, entry: TraceEntry): string[] {
  const { attempt } = stepOf(entry);
  const plan = documentOf(documents, 'step/1', entry.input, Committed)?.plan;
  const route = documentOf(documents, 'step/1', lastEntry(entries, 'route', attempt)?.output, Routed);
  const needed = route?.autonomy === undefined || route.autonomy === 'shadow' ? Number.NaN : quorumOf(route.autonomy);
  if (Number.isNaN(needed) || route?.autonomy === 'blocked')
    return [line(entry, 'route', 'a route that lets it commit', route?.autonomy ?? 'none')];
  return approvalFaults({ entries, documents }, entry, { attempt, plan, needed });
}

/** What is missing of the approvals an entry needed, or who was against. */
export function approvalFaults(
  { entries, documents }: Pick<OpenedExport, 'entries' | 'documents'>,
  entry: TraceEntry,
  { attempt, plan, needed }: { readonly attempt: number; readonly plan: Digest | undefined; readonly needed: number },
): string[] {
  const before = entries.filter(({ step, sequence }) => decisionGate(step) === attempt && sequence < entry.sequence);
  const given = before.map(({ input }) => documentOf(documents, 'decision/1', input, Decision));
  const approvals = given.filter((decision) => decision?.verdict === 'approve' && decision.plan === plan);
  const people = new Set(approvals.map((decision) => decision?.approver));
  const against = given.find((decision) => decision !== undefined && decision.verdict !== 'approve');
  return [
    ...(people.size < needed ? [line(entry, 'approvals', `${needed} of ${plan}`, String(people.size))] : []),
    ...(against === undefined
      ? []
      : [line(entry, 'approvals', 'none against', `${against.verdict} by ${against.approver}`)]),
  ];
}

export function line({ sequence, step }: TraceEntry, what: string, expected: string, actual: string): string {
  return `  entry ${sequence} (${step})  ${what}: expected ${expected}, actual ${actual}`;
}
