import { z } from 'zod';
import { RunId } from '../../core/model/ids.ts';
import { ENDED } from '../../core/model/run.ts';
import { api } from '../shared/api.ts';
import { json, notFound, problem } from '../shared/api-response.ts';
import { configuration } from '../shared/configuration.ts';
import { gateStore } from '../shared/gate-store.ts';
import { callbacks } from '../shared/mission.ts';
import { jsonBody } from '../shared/request-body.ts';
import { runStore } from '../shared/run-store.ts';
import { subjectStore } from '../shared/subject-store.ts';

const runs = runStore();
const gates = gateStore();
const config = configuration();
const callback = callbacks();
const subjects = subjectStore();

const StopRequest = z.strictObject({ reason: z.string().max(500).default('') });

/** Stops a run before its next step; one that waits for a decision stops at once. Asked again, it sends the stop again. */
export const handler = api('stop-run')({
  'POST /v1/runs/{id}/stop': async (request) => {
    const { tenant, subject } = request.caller;
    const id = RunId.safeParse(request.path['id']);
    const run = id.success ? await runs.get(tenant, id.data) : undefined;
    if (run === undefined) return notFound('run');
    const { value: policy } = await config.policyOf(tenant);
    if (policy.stopOwner !== undefined && subject !== policy.stopOwner && subject !== run.author)
      return problem(
        403,
        'not-stop-owner',
        'You may not stop this run',
        'Its author and the stop owner of the policy may.',
      );
    const body = request.body.length === 0 ? undefined : jsonBody(request, StopRequest, 'stop request');
    if (body?.ok === false) return body.response;
    if (ENDED.includes(run.status))
      return problem(409, 'run-ended', 'The run has ended', `It is ${run.status}; there is nothing to stop.`);
    const reason = body?.value.reason.trim() ?? '';
    const kept = reason === '' ? '' : await subjects.seal(tenant, subject, `stop/${run.id}`, reason);
    await runs.stop(tenant, run.id, subject, kept);
    const open = (await gates.list(tenant, run.id)).filter((gate) => gate.state === 'open');
    for (const gate of open) await callback.failure(gate.token, 'RunStopped', 'stopped while it waited for a decision');
    return json(202, { run: run.id, stopping: true });
  },
});
