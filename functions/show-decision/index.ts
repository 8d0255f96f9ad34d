import { renderApproval } from '../../core/report/approval-page.ts';
import { api } from '../shared/api.ts';
import { json, page } from '../shared/api-response.ts';
import { approvalInput } from '../shared/approval-input.ts';
import { decisionLinks } from '../shared/decision-link.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { runStore } from '../shared/run-store.ts';
import { shutLinkShown } from '../shared/shut-link.ts';
import { wantsJson } from '../shared/wants-json.ts';
import { decisionShown } from './shown.ts';

const evidence = evidenceStore();
const objections = objectionsOf(outcomeStore());
const open = decisionLinks({ gates: gateStore(), runs: runStore() });

/** The approval page, or its facts as JSON. Scanners, prefetchers and people may open it as often as they like: it only reads. */
export const handler = api('show-decision')({
  'GET /v1/decisions/{reference}': async (request) => {
    const forPrograms = wantsJson(request);
    const link = await open(request.path['reference'] ?? '');
    if (link.kind === 'shut') return shutLinkShown(link.problem, forPrograms);
    const input = await approvalInput({ evidence, objections }, link);
    return forPrograms ? json(200, decisionShown(link, input)) : page(200, renderApproval(input));
  },
});
