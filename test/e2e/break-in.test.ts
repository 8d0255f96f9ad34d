import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRoute, apiRoutes } from '../../core/model/api-routes.ts';
import type { Run } from '../../core/model/run.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { portfolioBody } from '../support/portfolio-builder.ts';
import { type Application, openApplication } from './application.ts';
import { linkTo } from './approver.ts';
import type { Crm } from './crm.ts';
import { mailOf, ONE_APPROVER, policiesOf } from './policies.ts';

// What was tried to get in, and to get more out than is due: by hostile ids, paths, headers, queries, bodies and references.
// Tokens, scopes and the tenants of others are tried in requests.test.ts, route by route.

let app: Application;
let acme: Crm;
let evil: Crm;
let run: Run;
let token: string;
let link: string;
beforeAll(async () => {
  app = await openApplication({ tenants: policiesOf({ acme: ONE_APPROVER, evil: {} }) });
  [acme, evil] = await Promise.all([app.as('acme'), app.as('evil')]);
  token = await app.host.token({ tenant: 'acme', subject: 'crm' });
  const { id } = await acme.start(smallPortfolio());
  run = await acme.follow(id, 'waiting-for-decision');
  link = await linkTo(app.host.inboxUrl, mailOf('acme', 'ann'));
});
afterAll(() => app?.close());

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** A request as it is written: no client that tidies path or headers. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Raw> {
  const { hostname, port } = new URL(app.host.url);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
const authorized = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${token}`, ...more });

/** As they stand in a path: percent-encoded. */
const IDS: readonly string[] = [
  '..%2f..%2facme',
  'a%00b',
  '__proto__',
  'a%0d%0aSet-Cookie:%20x=1',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  "'%20or%201=1",
  'acme%23run',
  '%ff%fe',
  '%zz',
  `run-${'0'.repeat(32)}`,
  'x'.repeat(4_000),
];

/** Of a route with parameters, its path with `to` in place of each of them, the ones before it being good. */
function pathsOf({ path }: ApiRoute, to: string): string[] {
  const good: Readonly<Record<string, string>> = { id: run.id, n: '0', digest: run.planDigest ?? '', reference: 'a.b' };
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.map((bad) => path.replace(/\{(\w+)\}/g, (_, name: string) => (name === bad ? to : (good[name] ?? ''))));
}

const withIds = apiRoutes.filter(({ path }) => path.includes('{'));
describe.each(withIds.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('answers an id that no one has with a refusal: no failure, no echo, no header of the caller’s', async () => {
    const trial = async (path: string) => {
      const body = route.method === 'PUT' || route.method === 'POST' ? '{"reason":"trial"}' : undefined;
      const type = path.includes('/parts/') ? 'application/x-ndjson' : 'application/json';
      const headers = authorized({ 'content-type': type, 'idempotency-key': 'trial' });
      const { status, headers: given, text } = await raw(route.method, path, headers, body);
      // Whoever is not known is erased by being forgotten, which is done at once.
      const forgotten = path.endsWith('/erasure') && status === 200 && text.length < 200;
      const refused = status >= 400 && status < 500;
      const echoed = /<script>|\u202e|\0/.test(text) || given['set-cookie'] !== undefined;
      return (refused || forgotten) && !echoed ? [] : [[status, path.slice(0, 100), text.slice(0, 200)]];
    };
    const trials = IDS.flatMap((id) => pathsOf(route, id)).map(trial);
    const wrong = (await Promise.all(trials)).flat();
    expect(wrong).toEqual([]);
    expect(await acme.run(run.id)).toEqual(run);
  });
});

describe('a path that climbs', () => {
  it.each([
    '/v1/runs/../runs',
    '/v1/../v1/runs/..;/health',
    '//v1/runs',
    '/v1//runs',
    '/v1/runs/',
    '/V1/RUNS',
    '/v1/runs%2f',
    '/v1/runs?/../../x',
    'http://other.example/v1/runs',
    '/v1/decisions/../runs',
  ])('%s reaches nothing without a token', async (path) => {
    const { status, text } = await raw('GET', path);
    expect([400, 401, 403, 404]).toContain(status);
    expect(text).not.toContain('run-');
  });
});

describe('headers', () => {
  it.each([
    ['a correlation id that would split a header', { 'x-correlation-id': 'a b<script>' }],
    ['a correlation id of 5,000 characters', { 'x-correlation-id': 'x'.repeat(5_000) }],
  ])('%s is replaced by one of our own', async (_, headers) => {
    const { status, headers: given } = await raw('GET', '/v1/health', headers);
    expect([status, given['x-correlation-id']]).toEqual([200, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('of more than 16 KiB are refused before any function sees them', async () => {
    expect((await raw('GET', '/v1/health', { 'x-large': 'x'.repeat(20_000) })).status).toBe(431);
  });

  it.each([
    ['a token in the query', '/v1/runs?access_token=TOKEN', {}],
    ['another scheme', '/v1/runs', { authorization: 'Basic TOKEN' }],
    ['two tokens in one header', '/v1/runs', { authorization: 'Bearer TOKEN, Bearer TOKEN' }],
    ['claims in headers', '/v1/runs', { 'x-tenant': 'acme', 'x-amzn-oidc-data': 'TOKEN' }],
    ['a method in a header', '/v1/health', { 'x-http-method-override': 'POST', authorization: 'TOKEN' }],
  ])('%s opens nothing', async (_, path, headers) => {
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replaceAll('TOKEN', token)]);
    const { status, text } = await raw('GET', path.replace('TOKEN', token), Object.fromEntries(filled));
    expect(path === '/v1/health' ? [200] : [401, 403]).toContain(status);
    expect(text).not.toContain('run-');
  });

  it.each(['', ' ', 'a b', 'x'.repeat(129), 'ü'])('an idempotency key %j starts no run', async (key) => {
    const headers = authorized({ 'content-type': 'application/json', 'idempotency-key': key });
    const body = JSON.stringify({ portfolio: 'book' });
    expect(await raw('POST', '/v1/runs', headers, body)).toMatchObject({ status: 400 });
  });
});

describe('queries', () => {
  it.each([
    'limit=-1',
    'limit=0',
    'limit=1e9',
    'limit=NaN',
    'limit=1&limit=2',
    'limit[]=1',
    'cursor=..%2f..',
    `cursor=${Buffer.from('9999#run').toString('base64url')}`,
    `cursor=${'a'.repeat(300)}`,
    'cursor=%00',
    '__proto__=1&limit=101',
  ])('?%s is refused, or lists nothing but what is the caller’s', async (query) => {
    const { status, json } = await evil.call('GET', `/v1/runs?${query}`);
    expect(status === 400 || (status === 200 && json.runs.length === 0)).toBe(true);
  });
});

describe('bodies', () => {
  it('with a name said twice are refused, whichever of the two is right, and nothing of them is stored', async () => {
    const once = JSON.stringify(portfolioBody({ currency: 'EUR' }));
    for (const twice of ['"currency":"<b>","currency":"EUR"', '"currency":"EUR","currency":"<b>"']) {
      const body = once.replace('"currency":"EUR"', twice);
      expect(body).not.toBe(once);
      const { status, json } = await evil.call('PUT', '/v1/portfolios/twice', { body });
      expect([status, json.violations]).toMatchObject([422, [{ path: '/currency', rule: 'key.repeated' }]]);
    }
    expect(await evil.ask('twice', 'k')).toMatchObject({
      status: 422,
      json: { type: 'urn:problem:unknown-portfolio' },
    });
  });

  it('cannot name a tenant, and a run of another tenant’s portfolio is of no portfolio', async () => {
    const asked = {
      headers: { 'idempotency-key': 'mine' },
      body: JSON.stringify({ portfolio: 'book', tenant: 'acme' }),
    };
    expect(await evil.call('POST', '/v1/runs', asked)).toMatchObject({ status: 422 });
    expect(await evil.ask('book', 'k')).toMatchObject({ status: 422, json: { type: 'urn:problem:unknown-portfolio' } });
  });
});

describe('evidence', () => {
  it('of a run is not read through a run of another tenant, nor by its digest alone', async () => {
    await evil.put('own', portfolioBody());
    const own = await evil.ask('own', 'own-1');
    expect(own.status).toBe(202);
    for (const digest of [run.planDigest, run.portfolioDigest]) {
      const through = await evil.call('GET', `/v1/runs/${own.json.id}/evidence/${digest}`);
      expect([through.status, through.json.type]).toEqual([404, 'urn:problem:not-found']);
    }
  });
});

describe('a link', () => {
  const status = async (method: string, path: string, body?: string) =>
    (await raw(method, path, body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }, body))
      .status;
  const approval = () => new URLSearchParams({ verdict: 'approve', confirmed: 'true', plan: run.planDigest ?? '' });

  it('decides nothing by a query, by HEAD, by another method, or by a form that is none', async () => {
    const { pathname } = new URL(link);
    expect(await status('GET', `${pathname}?${approval()}`)).toBe(200);
    expect(await status('HEAD', `${pathname}?${approval()}`)).toBe(200);
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect(await status(method, `${pathname}?${approval()}`)).toBe(404);
    const plain = await raw('POST', pathname, { 'content-type': 'text/plain' }, `${approval()}`);
    expect(plain.status).toBe(415);
    expect(await acme.run(run.id)).toMatchObject({ status: 'waiting-for-decision' });
  });

  it('is no token, opens no calendar, and a token is no link', async () => {
    const reference = new URL(link).pathname.split('/').at(-1) ?? '';
    expect((await raw('GET', '/v1/runs', { authorization: `Bearer ${reference}` })).status).toBe(403);
    expect(await status('GET', `/v1/feeds/${reference}`)).toBe(404);
    expect(await status('GET', `/v1/decisions/${token}`)).toBe(404);
  });

  it('that is not known looks the same whatever is wrong with it', async () => {
    const reference = new URL(link).pathname.split('/').at(-1) ?? '';
    const pages = await Promise.all(
      [
        `${reference}A`,
        reference.slice(0, -4),
        reference.toUpperCase(),
        'a.b.c.d.e',
        '..',
        '%00',
        'x'.repeat(3_000),
      ].map(async (changed) => {
        const { status: code, text } = await raw('GET', `/v1/decisions/${changed}`);
        return `${code} ${/<h1>(.*?)<\/h1>/.exec(text)?.[1]}`;
      }),
    );
    expect(new Set(pages.filter((page) => page !== '404 undefined'))).toEqual(new Set(['404 This link is not valid']));
  });

  it('shows a page that no frame holds, no cache keeps, and no script runs in', async () => {
    const { headers } = await raw('GET', new URL(link).pathname);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': expect.stringMatching(/no-referrer|same-origin/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/s),
    });
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
  });
});
