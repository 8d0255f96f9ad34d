import { z } from 'zod';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { Rollback } from '../../core/model/rollback.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

/** Where a rollback is that something is left to do of. */
const OpenRollback = z.object({ tenant: TenantId, id: RunId });
type OpenRollback = z.infer<typeof OpenRollback>;
/** Who tells people of a rollback that is done, and until when they can be at it. */
const Claim = z.object({ by: z.string(), until: Instant });
/** The one place that does not start with a tenant: `resume-rollbacks` goes on with what is open of all of them. */
const OPEN = '_open-rollbacks';

export type RollbackStore = ReturnType<typeof rollbackStore>;

/** Rollbacks of each tenant; those under way are listed until they are done. */
export function rollbackStore() {
  const { HEADS_TABLE } = environment('HEADS_TABLE');
  const rollbacks = table(HEADS_TABLE, Rollback);
  const opened = table(HEADS_TABLE, OpenRollback);
  const claims = table(HEADS_TABLE, Claim);
  const key = (tenant: TenantId, id: RunId) => ({ pk: `${tenant}#rollbacks`, sk: id });
  const claimKey = ({ tenant, id }: OpenRollback) => ({ pk: `${tenant}#rollbacks-told`, sk: id });
  const openKey = ({ tenant, id }: OpenRollback) => ({ pk: OPEN, sk: `${tenant}#${id}` });
  return {
    get: (tenant: TenantId, id: RunId) => rollbacks.get(key(tenant, id)),

    /** All of a tenant, newest first. */
    list: async (tenant: TenantId): Promise<Rollback[]> =>
      (await rollbacks.queryAll(`${tenant}#rollbacks`)).sort((a, b) =>
        a.requestedAt < b.requestedAt ? 1 : a.requestedAt > b.requestedAt ? -1 : a.id < b.id ? -1 : 1,
      ),

    /** Begins a rollback, or answers the one of this id. Listed first, so that none is begun and forgotten. */
    async begin(rollback: Rollback): Promise<Rollback> {
      const known = await rollbacks.get(key(rollback.tenant, rollback.id));
      if (known !== undefined) return known;
      await opened.put(openKey(rollback), { tenant: rollback.tenant, id: rollback.id });
      const put = await rollbacks.putOnce(key(rollback.tenant, rollback.id), rollback);
      return put.created ? rollback : put.existing;
    },

    /** Changes a rollback that is under way; one that is done stays as it is. */
    async amend(tenant: TenantId, id: RunId, change: (current: Rollback) => Rollback): Promise<Rollback> {
      const after = await rollbacks.amend(key(tenant, id), (current) =>
        current === undefined || current.state === 'done' ? current : change(current),
      );
      if (after === undefined) throw new Error(`rollback ${id} has no record; begin it first`);
      return after;
    },

    /** Says where the incident and the trace of a rollback are, once it was told to people. */
    async told(tenant: TenantId, id: RunId, where: Pick<Rollback, 'incident' | 'traceHead'>): Promise<Rollback> {
      const after = await rollbacks.amend(key(tenant, id), (current) =>
        current === undefined || current.incident === where.incident ? current : { ...current, ...where },
      );
      if (after === undefined) throw new Error(`rollback ${id} has no record; begin it first`);
      return after;
    },

    /**
     * True: `by` is the only one to tell people of it for so many seconds. False: somebody else is; what they leave undone,
     * `resume-rollbacks` goes on with when they cannot be at it any more.
     */
    async claim(rollback: OpenRollback, by: string, seconds: number): Promise<boolean> {
      const at = Date.parse(now());
      const until = new Date(at + seconds * 1000).toISOString();
      const held = await claims.amend(claimKey(rollback), (claim) =>
        claim === undefined || claim.by === by || Date.parse(claim.until) <= at ? { by, until } : claim,
      );
      return held?.by === by;
    },
    /** Gives up what it could not do; others need not wait. */
    async unclaim(rollback: OpenRollback, by: string): Promise<void> {
      await claims.amend(claimKey(rollback), (claim) => (claim?.by === by ? { by, until: now() } : claim));
    },

    open: () => opened.queryAll(OPEN),
    letGo: (rollback: OpenRollback) => opened.remove(openKey(rollback)),
  };
}
