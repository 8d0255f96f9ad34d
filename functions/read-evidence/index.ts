import { AnchorHeads } from '../../core/model/anchor.ts';
import { Decision } from '../../core/model/decision.ts';
import { Digest, RunId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { anchorStore } from '../shared/anchor-store.ts';
import { api } from '../shared/api.ts';
import type { BearerRequest } from '../shared/api-request.ts';
import { type ApiResponse, json, notFound, PAGE_POLICY, problem } from '../shared/api-response.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { ownRun } from '../shared/own-run.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { runStore } from '../shared/run-store.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';

const ofRun = ownRun(runStore());
const promotions = promotionStore();
const evidence = evidenceStore();
const traces = traceStore();
const gates = gateStore();
const subjects = subjectStore();
const anchors = anchorStore();

/** Whose chain it is: a run, or a promotion. */
type Subject = Pick<Run, 'tenant' | 'id'>;

/** What an auditor takes along: evidence by digest, decisions with what is left of their reasons, the anchors over a chain. */
export const handler = api('read-evidence')({
  'GET /v1/runs/{id}/evidence/{digest}': (request) => ofRun(request, (run) => evidenceOf(run, request)),
  'GET /v1/runs/{id}/decisions': (request) => ofRun(request, async (run) => json(200, await decisionsOf(run))),
  'GET /v1/runs/{id}/anchor': (request) => ofRun(request, anchorOf),
  'GET /v1/promotions/{id}/evidence/{digest}': (request) =>
    ofPromotion(request, (promotion) => evidenceOf(promotion, request)),
  'GET /v1/promotions/{id}/decisions': (request) =>
    ofPromotion(request, async (promotion) => json(200, await decisionsOf(promotion))),
  'GET /v1/promotions/{id}/anchor': (request) => ofPromotion(request, anchorOf),
});

/** A malformed id is an unknown promotion, as is another tenant's: nobody learns which ids there are. */
async function ofPromotion(
  { caller, path }: BearerRequest,
  answer: (promotion: Subject) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const id = RunId.safeParse(path['id']);
  const promotion = id.success ? await promotions.get(caller.tenant, id.data) : undefined;
  return promotion === undefined ? notFound('promotion') : answer(promotion);
}

async function evidenceOf({ tenant }: Subject, { path }: BearerRequest): Promise<ApiResponse> {
  const digest = Digest.safeParse(path['digest']);
  const found = digest.success ? await evidence.find(tenant, digest.data) : undefined;
  if (found === undefined) return notFound('evidence');
  const headers = {
    'content-type': `${found.mediaType}; charset=utf-8`,
    'content-security-policy': PAGE_POLICY,
    'x-evidence-domain': found.domain,
  };
  return { status: 200, headers, body: found.text };
}

async function decisionsOf({ tenant, id }: Subject) {
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

/** The anchor of the day of the chain's last entry, those after it, and the heads it stands for. */
async function anchorOf({ tenant, id }: Subject): Promise<ApiResponse> {
  const last = (await traces.read(tenant, id)).at(-1);
  const day = last?.at.slice(0, 10);
  const since = (await anchors.list(tenant)).filter((anchor) => day !== undefined && anchor.day >= day);
  const [first] = since;
  if (first === undefined || first.day !== day)
    return problem(404, 'not-yet', 'It is not anchored yet', 'A day is anchored after midnight UTC; ask again then.');
  const heads = await evidence.get(tenant, 'anchor-heads/1', first.heads, AnchorHeads);
  return json(200, { run: id, anchors: since, heads });
}
