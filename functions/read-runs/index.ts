import { z } from 'zod';
import { Decision } from '../../core/model/decision.ts';
import { Incident } from '../../core/model/incident.ts';
import { ENDED, type Run } from '../../core/model/run.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { renderIncident } from '../../core/report/incident-page.ts';
import { renderNotMade } from '../../core/report/not-made-page.ts';
import { renderRunList } from '../../core/report/run-list-page.ts';
import { renderRun, type Stop } from '../../core/report/run-page.ts';
import type { Said } from '../../core/report/said.ts';
import type { Domain } from '../../core/trace/domains.ts';
import { api } from '../shared/api.ts';
import type { BearerRequest } from '../shared/api-request.ts';
import { type ApiResponse, json, jsonText, page, problem } from '../shared/api-response.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { outbox } from '../shared/outbox.ts';
import { ownRun } from '../shared/own-run.ts';
import { runStore } from '../shared/run-store.ts';
import { saidIn } from '../shared/said.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { wantsPage } from '../shared/wants-page.ts';

const runs = runStore();
const ofRun = ownRun(runs);
const evidence = evidenceStore();
const traces = traceStore();
const subjects = subjectStore();
const sent = outbox();
const heads = headStore();

const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .optional(),
});

/** Runs of the caller's tenant, and what they made. */
export const handler = api('read-runs')({
  'GET /v1/runs': async (request) => {
    const { caller, query } = request;
    const paging = Paging.safeParse(query);
    if (!paging.success)
      return problem(400, 'malformed-query', 'The query is malformed', 'Use limit 1 to 100, and the cursor as given.');
    const { limit, cursor } = paging.data;
    const list = await runs.list(caller.tenant, limit, cursor);
    return wantsPage(request) ? page(200, renderRunList({ ...list, limit })) : json(200, list);
  },
  'GET /v1/runs/{id}': (request) => ofRun(request, async (run) => (wantsPage(request) ? runPage(run) : json(200, run))),
  'GET /v1/runs/{id}/plan': (request) => content(request, 'plan', 'plan/1', (run) => run.planDigest),
  'GET /v1/runs/{id}/scorecard': (request) =>
    content(request, 'scorecard', 'scorecard/1', (run) => run.scorecardDigest),
  'GET /v1/runs/{id}/incident': (request) =>
    wantsPage(request)
      ? ofRun(request, async (run) =>
          run.incidentDigest === undefined
            ? page(404, renderNotMade(run, 'incident'))
            : page(200, renderIncident(await evidence.get(run.tenant, 'incident/1', run.incidentDigest, Incident))),
        )
      : content(request, 'incident', 'incident/1', (run) => run.incidentDigest),
  'GET /v1/runs/{id}/follow-ups': (request) =>
    content(request, 'list of follow-ups', 'follow-ups/1', (run) => run.followUpsDigest),
  'GET /v1/runs/{id}/report': (request) =>
    ofRun(request, async (run) => {
      if (run.reportDigest !== undefined)
        return page(200, await evidence.getText(run.tenant, 'report/1', run.reportDigest));
      // A run that ended before it had a plan is reported by its own page: why, and what to do.
      if (ENDED.includes(run.status)) return runPage(run);
      return wantsPage(request) ? page(404, renderNotMade(run, 'report')) : notYet(run, 'report');
    }),
  'GET /v1/runs/{id}/trace': (request) =>
    ofRun(request, async (run) => {
      const stored = await traces.read(run.tenant, run.id);
      const entries = stored.map(({ entry }) => entry);
      return json(200, { run: run.id, head: run.traceHead ?? null, entries, writtenAt: stored.map(({ at }) => at) });
    }),
});

async function runPage(run: Run): Promise<ApiResponse> {
  const entries = (await traces.read(run.tenant, run.id)).map(({ entry }) => entry);
  const [calledOff, said, head] = await Promise.all([
    sent.calledOff(run.tenant, run.id),
    saidBy(run, entries),
    heads.plan(run.tenant),
  ]);
  const inForce = head?.current?.run === run.id;
  const stop = run.status === 'stopped' ? { stop: await stopOf(run) } : {};
  return page(200, renderRun({ run, entries, calledOff, inForce, said, ...stop }));
}

/** What people said when they decided, opened for this reading; by the place of the decision in the chain. */
async function saidBy({ tenant, id }: Run, entries: readonly TraceEntry[]): Promise<ReadonlyMap<number, Said>> {
  const decisions = entries.filter(({ step }) => /^\d+\/decision\//.test(step));
  const said = decisions.map(async ({ sequence, input }) => {
    const { reason } = await evidence.get(tenant, 'decision/1', input, Decision);
    const words: Said = reason === null ? { state: 'none' } : await subjects.open(tenant, `decision/${id}`, reason);
    return [sequence, words] as const;
  });
  return new Map(await Promise.all(said));
}

/** Who stopped it; null: the flag did. */
async function stopOf({ tenant, id }: Run): Promise<Stop | null> {
  const mark = await runs.stopMark(tenant, id);
  if (mark === undefined) return null;
  return { by: mark.by, at: mark.at, said: await saidIn(subjects, tenant, `stop/${id}`, mark.reason) };
}

function content(request: BearerRequest, what: string, domain: Domain, digestOf: (run: Run) => Run['planDigest']) {
  return ofRun(request, async (run) => {
    const digest = digestOf(run);
    return digest === undefined ? notYet(run, what) : jsonText(await evidence.getText(run.tenant, domain, digest));
  });
}

function notYet(run: Run, what: string): ApiResponse {
  const over = ENDED.includes(run.status);
  const detail = over
    ? `The run ended (${run.status}) without one.`
    : `The run is ${run.status}; ask again when it has got that far.`;
  return problem(404, over ? 'not-made' : 'not-yet', `The run has no ${what}${over ? '' : ' yet'}`, detail);
}
