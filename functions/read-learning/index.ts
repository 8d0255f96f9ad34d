import { api } from '../shared/api.ts';
import { json, notFound } from '../shared/api-response.ts';
import { learningStore } from '../shared/learning-store.ts';

const learning = learningStore();
/** Older candidates are superseded by newer ones. */
const LISTED = 50;

/** What outcomes taught, and what the monitor makes of them. */
export const handler = api('read-learning')({
  'GET /v1/learning': async ({ caller }) => {
    const report = await learning.report(caller.tenant);
    return report === null ? notFound('recent learning report') : json(200, report);
  },
  'GET /v1/candidates': async ({ caller }) =>
    json(200, { candidates: await learning.candidates(caller.tenant, LISTED) }),
  'GET /v1/watch': async ({ caller }) => {
    const report = await learning.watch(caller.tenant);
    return report === undefined ? notFound('report of the monitor') : json(200, report);
  },
});
