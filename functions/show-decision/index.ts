import { renderApproval } from '../../core/report/approval-page.ts';
import { renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { api } from '../shared/api.ts';
import { page } from '../shared/api-response.ts';
import { approvalInput } from '../shared/approval-input.ts';
import { decisionLinks, statusOf } from '../shared/decision-link.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { runStore } from '../shared/run-store.ts';

const evidence = evidenceStore();
const open = decisionLinks({ gates: gateStore(), runs: runStore() });

/** The approval page. Scanners, prefetchers and people may open it as often as they like: it only reads. */
export const handler = api('show-decision')({
  'GET /v1/decisions/{reference}': async ({ path }) => {
    const link = await open(path['reference'] ?? '');
    if (link.kind === 'open') return page(200, renderApproval(await approvalInput(evidence, link)));
    const decided = link.problem.kind === 'already-decided';
    return page(decided ? 200 : statusOf(link.problem), renderDecisionProblem(link.problem));
  },
});
