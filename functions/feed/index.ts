import { api } from '../shared/api.ts';
import { json, notFound } from '../shared/api-response.ts';
import { now } from '../shared/clock.ts';
import { environment } from '../shared/environment.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { references } from '../shared/reference.ts';

const { PUBLIC_URL } = environment('PUBLIC_URL');
const heads = headStore();
const evidence = evidenceStore();
const reference = references();

/** Calendar clients ask often; this is how long they and proxies of theirs may wait. */
const MAX_AGE_SECONDS = 300;

/** A calendar is subscribed to once and read for as long as its owner works here; a year later the address is renewed. */
const GOOD_MS = 366 * 86_400_000;

/** The addresses of a tenant's calendars, and one calendar for whoever holds its address. */
export const handler = api('feed')({
  'GET /v1/feeds': async ({ caller: { tenant } }) => {
    const until = new Date(Date.parse(now()) + GOOD_MS).toISOString();
    const feeds = (await heads.feeds(tenant)).map(async ({ rep }) => {
      return { rep, url: `${PUBLIC_URL}/v1/feeds/${await reference.issue({ kind: 'feed', tenant, rep }, until)}.ics` };
    });
    return json(200, { feeds: await Promise.all(feeds) });
  },
  // Expired, forged and not yet published look the same.
  'GET /v1/feeds/{reference}': async ({ path, header }) => {
    const parsed = await reference.feed((path['reference'] ?? '').replace(/\.ics$/, ''));
    if (parsed.outcome !== 'valid') return notFound('feed');
    const { tenant, rep } = parsed.reference;
    const feed = await heads.feed(tenant, rep);
    if (feed === undefined) return notFound('feed');
    const headers = { etag: `"${feed.feed}"`, 'cache-control': `private, max-age=${MAX_AGE_SECONDS}` };
    if (header('if-none-match') === headers.etag) return { status: 304, headers };
    const body = await evidence.getText(tenant, 'feed/1', feed.feed);
    return { status: 200, headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' }, body };
  },
});
