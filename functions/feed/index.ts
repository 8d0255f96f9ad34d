import { api } from '../shared/api.ts';
import { notFound } from '../shared/api-response.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { references } from '../shared/reference.ts';

const heads = headStore();
const evidence = evidenceStore();
const reference = references();

/** Calendar clients ask often; this is how long they and proxies of theirs may wait. */
const MAX_AGE_SECONDS = 300;

/** The calendar of one rep, for whoever holds its address. Expired, forged and not yet published look the same. */
export const handler = api('feed')({
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
