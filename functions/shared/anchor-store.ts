import { Anchor } from '../../core/model/anchor.ts';
import type { TenantId } from '../../core/model/ids.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';
import { Transient } from './transient.ts';

/** Anchors of each tenant, oldest first. Only `anchor` may add one; nobody may change or remove one. */
export function anchorStore() {
  const { ANCHORS_TABLE } = environment('ANCHORS_TABLE');
  const anchors = table(ANCHORS_TABLE, Anchor);
  const place = (tenant: TenantId) => `${tenant}#anchors`;
  return {
    async last(tenant: TenantId): Promise<Anchor | undefined> {
      return (await anchors.query(place(tenant), { newestFirst: true, limit: 1 })).records[0]?.record;
    },

    list: (tenant: TenantId) => anchors.queryAll(place(tenant)),

    /** @throws Transient where another one was added in between: start over from the one that is last now. */
    async add(anchor: Anchor): Promise<void> {
      const sk = `anchor#${String(anchor.sequence).padStart(6, '0')}`;
      const put = await anchors.putOnce({ pk: place(anchor.tenant), sk }, anchor);
      if (!put.created && put.existing.hash !== anchor.hash)
        throw new Transient(`anchor ${anchor.sequence} of ${anchor.tenant} was added by another`);
    },
  };
}
