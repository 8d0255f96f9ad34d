import { type Decision, DecisionRequest } from '../../core/model/decision.ts';
import { parse } from '../../core/model/parse.ts';
import { renderApproval } from '../../core/report/approval-page.ts';
import { api } from '../shared/api.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import type { ApiResponse } from '../shared/api-response.ts';
import { approvalInput } from '../shared/approval-input.ts';
import { now } from '../shared/clock.ts';
import { decisionLinks, type OpenedLink, problemOf } from '../shared/decision-link.ts';
import { decisionMails } from '../shared/decision-mails.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { isDelegation, received } from '../shared/received-decision.ts';
import { runStore } from '../shared/run-store.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { decisionAnswers } from './answers.ts';
import { delegate } from './delegate.ts';
import { gateCallback } from './gate-callback.ts';

const evidence = evidenceStore();
const gates = gateStore();
const runs = runStore();
const open = decisionLinks({ gates, runs });
const write = decisionMails({ evidence, runs });
const subjects = subjectStore();
const objections = objectionsOf(outcomeStore());
const record = decisionTrace({ evidence, traces: traceStore(), runs });
const callBack = gateCallback(gates, record);

/**
 * Takes a decision, once, or hands it over: evidence first, then the gate's one conditional write,
 * then the chain, then the callback. Killed in between, the next POST does what is missing; entered again, the waiting state
 * answers itself.
 */
export const handler = api('decide')({
  'POST /v1/decisions/{reference}': async (request) => {
    const link = await open(request.path['reference'] ?? '');
    if (link.kind === 'open') return decide(request, link);
    const { place, problem } = link;
    if (place !== undefined) await callBack(place.reference, place.gate);
    return decisionAnswers(request).refused(problem);
  },
});

async function decide(request: ApiRequest, link: Extract<OpenedLink, { kind: 'open' }>): Promise<ApiResponse> {
  const answers = decisionAnswers(request);
  const body = received(request);
  if (!body.ok) return body.response;
  if (isDelegation(body.value))
    return delegate({ evidence, objections, gates, subjects, record, write }, request, link, body.value);
  const input = await approvalInput({ evidence, objections }, link);
  const asked = parse(DecisionRequest, body.value);
  if (!asked.ok) return answers.invalid(input, asked.violations, body.value);
  const { reference, run } = link;
  const { tenant, approver, plan } = reference;
  const { verdict, reason } = asked.value;
  if (asked.value.plan !== plan) return answers.refused({ kind: 'stale' });
  const shown = await evidence.putText(tenant, 'page/1', renderApproval(input), 'text/html');
  const at = now();
  const words = reason.trim();
  const decision: Decision = {
    contract: 'decision/1',
    tenant,
    run: run.id,
    approver,
    verdict,
    reason: words === '' ? null : await subjects.seal(tenant, approver, `decision/${run.id}`, words),
    plan,
    shown,
    at,
  };
  const stored = await evidence.put(tenant, 'decision/1', decision);
  const taken = { approver, verdict, evidence: stored, at };
  const outcome = await gates.decide(tenant, run.id, reference.gate, plan, taken);
  if (outcome.kind === 'unknown') return answers.refused({ kind: 'unknown' });
  await callBack(reference, outcome.gate);
  if (outcome.kind !== 'taken') return answers.refused(problemOf(outcome.kind, outcome.gate, reference, run));
  return answers.taken(decision, { words, gate: outcome.gate, calledOff: input.objected?.published ?? [] });
}
