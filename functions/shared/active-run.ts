import { z } from 'zod';
import { RunId, type TenantId } from '../../core/model/ids.ts';
import { ENDED } from '../../core/model/run.ts';
import { environment } from './environment.ts';
import type { RunStore } from './run-store.ts';
import { table } from './tables.ts';

const Active = z.object({ run: RunId.nullable() });
const Queued = z.object({ run: RunId, requestedAt: z.string() });

export type ActiveRun = ReturnType<typeof activeRun>;

/** At most one run of a tenant is under way; others are refused or wait in line, by policy. */
export function activeRun(runs: RunStore) {
  const { RUNS_TABLE } = environment('RUNS_TABLE');
  const active = table(RUNS_TABLE, Active);
  const queue = table(RUNS_TABLE, Queued);
  const key = (tenant: TenantId) => ({ pk: `${tenant}#active`, sk: 'run' });

  /** Who holds the place and has not ended. */
  const holder = async (tenant: TenantId): Promise<RunId | null> => {
    const held = (await active.get(key(tenant)))?.run ?? null;
    if (held === null) return null;
    const run = await runs.get(tenant, held);
    return run === undefined || ENDED.includes(run.status) ? null : held;
  };

  return {
    holder,

    /**
     * Takes the tenant's place for `run`. Held already by this run: taken. Held by a run that has ended (its end was
     * recorded, its release was not): taken over. Otherwise the run that holds it is answered.
     */
    async take(tenant: TenantId, run: RunId): Promise<{ taken: true } | { taken: false; by: RunId }> {
      const held = (await active.get(key(tenant)))?.run ?? null;
      const free = (await holder(tenant)) === null ? held : null;
      const after = await active.amend(key(tenant), (current) => {
        const by = current?.run ?? null;
        if (by === run) return current;
        return by === null || by === free ? { run } : current;
      });
      return after?.run === run ? { taken: true } : { taken: false, by: after?.run ?? run };
    },

    /** Gives the place back, where this run holds it. */
    async release(tenant: TenantId, run: RunId): Promise<void> {
      await active.amend(key(tenant), (current) => (current?.run === run ? { run: null } : current));
    },

    async enqueue(tenant: TenantId, run: RunId, requestedAt: string): Promise<void> {
      await queue.put({ pk: `${tenant}#queue`, sk: `${requestedAt}#${run}` }, { run, requestedAt });
    },

    /** The run that has waited longest. */
    async next(tenant: TenantId): Promise<{ run: RunId; requestedAt: string } | undefined> {
      return (await queue.query(`${tenant}#queue`, { limit: 1 })).records[0]?.record;
    },

    async dequeue(tenant: TenantId, run: RunId, requestedAt: string): Promise<void> {
      await queue.remove({ pk: `${tenant}#queue`, sk: `${requestedAt}#${run}` });
    },
  };
}
