import { RunId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import type { BearerRequest } from './api-request.ts';
import { type ApiResponse, notFound } from './api-response.ts';
import type { RunStore } from './run-store.ts';

/**
 * Answers with a run of the caller's tenant, that of `{id}` in the path. A malformed id is an unknown run, as is another
 * tenant's: nobody learns which ids there are.
 */
export function ownRun(runs: RunStore) {
  return async (
    { caller, path }: BearerRequest,
    answer: (run: Run) => Promise<ApiResponse> | ApiResponse,
  ): Promise<ApiResponse> => {
    const id = RunId.safeParse(path['id']);
    const run = id.success ? await runs.get(caller.tenant, id.data) : undefined;
    return run === undefined ? notFound('run') : answer(run);
  };
}
