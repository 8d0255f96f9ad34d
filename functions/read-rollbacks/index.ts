import { RunId } from '../../core/model/ids.ts';
import { Incident } from '../../core/model/incident.ts';
import { renderIncident } from '../../core/report/incident-page.ts';
import { api } from '../shared/api.ts';
import { json, notFound, page } from '../shared/api-response.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { saidIn } from '../shared/said.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { wantsPage } from '../shared/wants-page.ts';

const store = rollbackStore();
const evidence = evidenceStore();
const traces = traceStore();
const subjects = subjectStore();

/** Rollbacks of the caller's tenant: what they did, and their trace. */
export const handler = api('read-rollbacks')({
  'GET /v1/rollbacks': async ({ caller }) => json(200, { rollbacks: await store.list(caller.tenant) }),
  'GET /v1/rollbacks/{id}': async (request) => {
    const { tenant } = request.caller;
    const id = RunId.safeParse(request.path['id']);
    const rollback = id.success ? await store.get(tenant, id.data) : undefined;
    if (rollback === undefined) return notFound('rollback');
    const { incident } = rollback;
    if (wantsPage(request) && incident !== null) {
      const { by, reason } = rollback;
      const asker =
        by === null ? undefined : { by, said: await saidIn(subjects, tenant, `rollback/${rollback.id}`, reason) };
      return page(200, renderIncident(await evidence.get(tenant, 'incident/1', incident, Incident), asker));
    }
    const trace = (await traces.read(tenant, rollback.id)).map(({ entry }) => entry);
    return json(200, { rollback, trace });
  },
});
