import { AnchorHeads } from '../../core/model/anchor.ts';
import { Decision } from '../../core/model/decision.ts';
import { Digest } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { anchorStore } from '../shared/anchor-store.ts';
import { api } from '../shared/api.ts';
import { type ApiResponse, json, notFound, PAGE_POLICY, problem } from '../shared/api-response.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { ownRun } from '../shared/own-run.ts';
import { runStore } from '../shared/run-store.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';

const ofRun = ownRun(runStore());
const evidence = evidenceStore();
const traces = traceStore();
const gates = gateStore();
const subjects = subjectStore();
const anchors = anchorStore();

/** What an auditor takes along: evidence by digest, decisions with what is left of their reasons, the anchors over a run. */
export const handler = api('read-evidence')({
  'GET /v1/runs/{id}/evidence/{digest}': (request) =>
    ofRun(request, async (run) => {
      const digest = Digest.safeParse(request.path['digest']);
      const found = digest.success ? await evidence.find(run.tenant, digest.data) : undefined;
      if (found === undefined) return notFound('evidence');
      const headers = {
        'content-type': `${found.mediaType}; charset=utf-8`,
        'content-security-policy': PAGE_POLICY,
        'x-evidence-domain': found.domain,
      };
      return { status: 200, headers, body: found.text };
    }),
  'GET /v1/runs/{id}/decisions': (request) => ofRun(request, async (run) => json(200, await decisionsOf(run))),
  'GET /v1/runs/{id}/anchor': (request) => ofRun(request, anchorOf),
});

async function decisionsOf({ tenant, id }: Run) {
  const taken = (await gates.list(tenant, id)).flatMap((gate, number) =>
    gate.decisions.map((decision) => ({ gate: number, document: decision.evidence })),
  );
  const decisions = await Promise.all(
    taken.map(async ({ gate, document }) => {
      const decision = await evidence.get(tenant, 'decision/1', document, Decision);
      const { approver, verdict, plan, shown, at, reason } = decision;
      const said = reason === null ? { state: 'none' } : await subjects.open(tenant, `decision/${id}`, reason);
      return { gate, approver, verdict, plan, shown, at, document, reason: said };
    }),
  );
  return { run: id, decisions };
}

/** The anchor of the day of the run's last entry, those after it, and the heads it stands for. */
async function anchorOf({ tenant, id }: Run): Promise<ApiResponse> {
  const last = (await traces.read(tenant, id)).at(-1);
  const day = last?.at.slice(0, 10);
  const since = (await anchors.list(tenant)).filter((anchor) => day !== undefined && anchor.day >= day);
  const [first] = since;
  if (first === undefined || first.day !== day)
    return problem(
      404,
      'not-yet',
      'The run is not anchored yet',
      'A day is anchored after midnight UTC; ask again then.',
    );
  const heads = await evidence.get(tenant, 'anchor-heads/1', first.heads, AnchorHeads);
  return json(200, { run: id, anchors: since, heads });
}
