import { z } from 'zod';
import { Digest, RepId, RunId, type TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Feed = z.object({ rep: RepId, feed: Digest, run: RunId, version: z.int(), at: Instant });

/** What the calendar of each rep shows. */
export function feedPointers() {
  const { HEADS_TABLE } = environment('HEADS_TABLE');
  const feeds = table(HEADS_TABLE, Feed);
  const feedKey = (tenant: TenantId, rep: RepId) => ({ pk: `${tenant}#feeds`, sk: rep });

  return {
    feed: (tenant: TenantId, rep: RepId) => feeds.get(feedKey(tenant, rep)),

    /** Points the rep's feed at content; a head version older than the one it shows changes nothing. */
    async setFeed(tenant: TenantId, feed: Omit<z.infer<typeof Feed>, 'at'>): Promise<void> {
      await feeds.amend(feedKey(tenant, feed.rep), (current) => {
        if (current !== undefined && current.version > feed.version) return current;
        return current?.feed === feed.feed && current.version === feed.version ? current : { ...feed, at: now() };
      });
    },

    /** Feeds of all reps that have one. */
    feeds: (tenant: TenantId) => feeds.queryAll(`${tenant}#feeds`),
  };
}
