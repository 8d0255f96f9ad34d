import { randomUUID } from 'node:crypto';
import { RunId, type TenantId } from '../../core/model/ids.ts';
import { RollbackRequest } from '../../core/model/rollback.ts';
import { digest } from '../../core/trace/digest.ts';
import { api } from '../shared/api.ts';
import { json, notFound, problem } from '../shared/api-response.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { headStore } from '../shared/head-store.ts';
import { isIdempotencyKey } from '../shared/idempotency-key.ts';
import { jsonBody } from '../shared/request-body.ts';
import { requestedRollback } from '../shared/requested-rollback.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { rollbackTarget } from '../shared/rollback-target.ts';
import { runStore } from '../shared/run-store.ts';
import { subjectStore } from '../shared/subject-store.ts';
import { traceStore } from '../shared/trace-store.ts';

const runs = runStore();
const store = rollbackStore();
const subjects = subjectStore();
const perform = requestedRollback('roll-back');
const rooms = { heads: headStore(), control: configurationControl(), traces: traceStore() };

/** Goes back to the last stable baseline, and answers with what it did; 202 where `resume-rollbacks` goes on with it. */
export const handler = api('roll-back')({
  'POST /v1/rollbacks': async (request) => {
    const { tenant, subject } = request.caller;
    const key = request.header('idempotency-key') ?? randomUUID();
    if (!isIdempotencyKey(key))
      return problem(400, 'idempotency-key', 'The Idempotency-Key is malformed', 'Send 1 to 128 printable characters.');
    const body = jsonBody(request, RollbackRequest, 'rollback request');
    if (!body.ok) return body.response;
    const { reason, run: named } = body.value;
    if (named !== undefined && (await runs.get(tenant, named)) === undefined) return notFound('run');
    const id = rollbackIdOf(tenant, key);
    const known = await store.get(tenant, id);
    if (known !== undefined && named !== undefined && known.run !== named)
      return problem(409, 'idempotency-key-reused', 'The key was used for another request', `See rollback ${id}.`);
    // Decided once, and kept in the record: asked again, the plan in force is another one.
    const run = known === undefined ? (named ?? (await rollbackTarget(rooms, tenant))) : known.run;
    const sealed = known?.reason ?? (await subjects.seal(tenant, subject, `rollback/${id}`, reason));
    const why = { cause: 'rollback-requested', reason: sealed };
    const asked = { id, tenant, trigger: 'request' as const, by: subject, ...why, run };
    const rollback = await perform({ ...asked, correlation: request.correlation });
    const location = `/v1/rollbacks/${id}`;
    return json(rollback.state === 'done' ? 200 : 202, rollback, { location });
  },
});

/** In the form of a run's id, and never one: the digest is taken over another shape. */
function rollbackIdOf(tenant: TenantId, key: string): RunId {
  const hex = digest('rollback/1', { tenant, key }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
