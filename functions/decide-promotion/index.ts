import { type Decision, DecisionRequest } from '../../core/model/decision.ts';
import { parse } from '../../core/model/parse.ts';
import { renderPromotionApproval } from '../../core/report/promotion/approval.ts';
import { api } from '../shared/api.ts';
import { json, page } from '../shared/api-response.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { promotionMails } from '../shared/promotion-mails.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { isDelegation, received } from '../shared/received-decision.ts';
import { runStore } from '../shared/run-store.ts';
import { shutLinkShown } from '../shared/shut-link.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { wantsJson } from '../shared/wants-json.ts';
import { promotionAnswers } from './answers.ts';
import { delegating } from './delegate.ts';
import { problemOf, promotionGate } from './promotion-gate.ts';
import { promotionDecisionShown } from './shown.ts';

const evidence = evidenceStore();
const gates = gateStore();
const subjects = subjectStore();
const config = configuration();
const { open, callBack, record } = promotionGate({ evidence, gates, config, promotions: promotionStore() });
const write = promotionMails({ evidence, runs: runStore(), config });
const delegate = delegating({ evidence, gates, subjects, record, write });

/**
 * The page a candidate is decided on, or its facts as JSON, and its decision: as with plans, opening changes nothing, and a
 * decision counts once. Or it is handed over. Evidence first, then the gate's one conditional write, then the chain, then the callback.
 */
export const handler = api('decide-promotion')({
  'GET /v1/promotion-decisions/{reference}': async (request) => {
    const forPrograms = wantsJson(request);
    const link = await open(request.path['reference'] ?? '');
    if (link.kind === 'shut') return shutLinkShown(link.problem, forPrograms);
    return forPrograms ? json(200, promotionDecisionShown(link)) : page(200, renderPromotionApproval(link.input));
  },
  'POST /v1/promotion-decisions/{reference}': async (request) => {
    const answers = promotionAnswers(request);
    const link = await open(request.path['reference'] ?? '');
    if (link.kind === 'shut') {
      if (link.place !== undefined) await callBack(link.place.reference, link.place.gate);
      return answers.refused(link.problem);
    }
    const body = received(request);
    if (!body.ok) return body.response;
    if (isDelegation(body.value)) return delegate(answers, link, body.value);
    const asked = parse(DecisionRequest, body.value);
    if (!asked.ok) return answers.invalid(link.input, asked.violations, body.value);
    const { tenant, run, approver, plan, gate } = link.reference;
    const { verdict, reason } = asked.value;
    if (asked.value.plan !== plan) return answers.refused({ kind: 'stale' });
    const shown = await evidence.putText(tenant, 'page/1', renderPromotionApproval(link.input), 'text/html');
    const at = now();
    const words = reason.trim();
    const sealed = words === '' ? null : await subjects.seal(tenant, approver, `decision/${run}`, words);
    const decision: Decision = {
      ...{ contract: 'decision/1', tenant, run, approver, verdict, reason: sealed, plan, shown, at },
    };
    const stored = await evidence.put(tenant, 'decision/1', decision);
    const outcome = await gates.decide(tenant, run, gate, plan, { approver, verdict, evidence: stored, at });
    if (outcome.kind === 'unknown') return answers.refused({ kind: 'unknown' });
    await callBack(link.reference, outcome.gate);
    if (outcome.kind !== 'taken') return answers.refused(problemOf(outcome.kind, outcome.gate, approver));
    return answers.taken(decision, outcome.gate);
  },
});
