import { gzipSync } from 'node:zlib';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../core/model/api-routes.ts';
import { Problem } from '../../core/model/problem.ts';
import type { Run } from '../../core/model/run.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { accountBody, portfolioBody } from '../support/portfolio-builder.ts';
import { ALL_SCOPES, type Application, openApplication } from './application.ts';
import { type Answer, type Asked, type Crm, crm } from './crm.ts';
import { AUTONOMOUS, policiesOf } from './policies.ts';

const portfolio = smallPortfolio();
const MIB = 1024 * 1024;

let app: Application;
let acme: Crm;
let run: Run;
beforeAll(async () => {
  app = await openApplication({ tenants: policiesOf({ acme: AUTONOMOUS, evil: AUTONOMOUS, parts: AUTONOMOUS }) });
  acme = await app.as('acme');
  const { id } = await acme.start(portfolio);
  run = await acme.follow(id, 'done');
});
afterAll(() => app?.close());

const json = (value: unknown): Asked => ({ body: typeof value === 'string' ? value : JSON.stringify(value) });
const problemOf = (answer: Answer) => {
  expect(answer.header('content-type')).toBe('application/problem+json');
  return Problem.parse(answer.json);
};

describe('a portfolio that breaks its contract', () => {
  const put = (asked: Asked, id = 'broken') => acme.call('PUT', `/v1/portfolios/${id}`, asked);
  const nothingStored = async (id = 'broken') =>
    expect(await acme.ask(id, `after-${id}`)).toMatchObject({
      status: 422,
      json: { type: 'urn:problem:unknown-portfolio' },
    });

  it('is refused with every violation: path, rule, what was received, what to do', async () => {
    const accounts = [
      accountBody({ stake: -1, timeZone: 'Mars/Olympus' }),
      accountBody({ stake: 12.5 }),
      accountBody({ id: 'A-2', loss: { probability: 1.5, withinDays: 90, shape: 1 } }),
    ];
    const answer = await put(json(portfolioBody({ accounts, currency: 'dollars' })));
    const { status, violations = [], violationsTotal } = problemOf(answer);
    expect([status, violationsTotal]).toEqual([422, violations.length]);
    const paths = violations.map(({ path }) => path);
    for (const path of [
      '/currency',
      '/accounts/0/stake',
      '/accounts/0/timeZone',
      '/accounts/1/stake',
      '/accounts/2/loss/probability',
    ])
      expect(paths).toContain(path);
    for (const { rule, received, remedy } of violations) expect([rule, received, remedy]).not.toContain('');
    await nothingStored();
  });

  it('is refused with the first hundred violations and the count of all', async () => {
    const accounts = Array.from({ length: 130 }, (_, index) => accountBody({ id: `A-${index + 1}`, stake: -1 }));
    const { violations, violationsTotal } = problemOf(await put(json(portfolioBody({ accounts }))));
    expect([violations?.length, violationsTotal]).toEqual([100, 130]);
    await nothingStored();
  });

  const gzip = { 'content-encoding': 'gzip' };
  const sound = gzipSync(JSON.stringify(portfolioBody()));
  it.each<[string, Asked, number, string]>([
    ['that is no JSON', json('{"contract": "portfolio/1", '), 400, 'urn:problem:malformed-json'],
    ['that is no object', json('[]'), 422, 'urn:problem:invalid-body'],
    ['that is empty', json(''), 400, 'urn:problem:malformed-json'],
    // Packed: of what is plain, the gateway itself makes text, and puts U+FFFD where it cannot.
    [
      'that is not UTF-8',
      { body: gzipSync(new Uint8Array([0x22, 0xff, 0x22])), headers: gzip },
      400,
      'urn:problem:malformed-text',
    ],
    [
      'of another media type',
      { ...json('a,b'), headers: { 'content-type': 'text/csv' } },
      415,
      'urn:problem:media-type',
    ],
    [
      'in another encoding',
      { ...json('{}'), headers: { 'content-encoding': 'br' } },
      415,
      'urn:problem:content-encoding',
    ],
    [
      'cut in the middle of its gzip',
      { body: sound.subarray(0, -9), headers: gzip },
      400,
      'urn:problem:malformed-gzip',
    ],
    ['that says gzip and is not', { ...json(portfolioBody()), headers: gzip }, 400, 'urn:problem:malformed-gzip'],
    [
      'that unpacks to 100 MiB',
      { body: gzipSync(Buffer.alloc(100 * MIB, 0x20)), headers: gzip },
      413,
      'urn:problem:body-too-large',
    ],
    ['of 11 MiB', json(' '.repeat(11 * MIB)), 413, 'about:blank'],
    ['of 7 MiB', json(' '.repeat(7 * MIB)), 413, 'about:blank'],
  ])('or a body %s is a problem document, and nothing is stored', async (_, asked, status, type) => {
    const problem = problemOf(await put(asked));
    expect([problem.status, problem.type]).toEqual([status, type]);
    expect(problem.detail).toMatch(/\w{3}/);
    await nothingStored();
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'cannot smuggle %s in: the key is named, and no prototype changes',
    async (key) => {
      const body = JSON.stringify(portfolioBody()).replace('"accounts":[{', `"accounts":[{"${key}":{"polluted":true},`);
      const { violations = [] } = problemOf(await put(json(body)));
      expect(violations.map(({ path }) => path)).toContain(`/accounts/0/${key}`);
      await nothingStored();
    },
  );
});

describe('a portfolio in parts', () => {
  const lines = (kind: string, records: readonly unknown[]) =>
    records.map((record) => JSON.stringify({ [kind]: record })).join('\n');
  const ndjson = { 'content-type': 'application/x-ndjson' };

  it('put as NDJSON, one part of it gzip, is the portfolio put whole: same digest', async () => {
    const parts = await app.as('parts');
    const { accounts, engagements, reps, ledger, ...head } = portfolio;
    const first = await parts.call('PUT', '/v1/portfolios/book/parts/0', {
      body: lines('account', accounts),
      headers: ndjson,
    });
    const rest = [lines('engagement', engagements), lines('rep', reps), lines('touch', ledger)].join('\n');
    const second = await parts.call('PUT', '/v1/portfolios/book/parts/1', {
      body: gzipSync(rest),
      headers: { ...ndjson, 'content-encoding': 'gzip' },
    });
    expect([first.status, second.status]).toEqual([200, 200]);
    const assembly = { ...head, contract: 'portfolio-parts/1', parts: [first.json.digest, second.json.digest] };
    const whole = await parts.call('PUT', '/v1/portfolios/book', json(assembly));
    expect(whole).toMatchObject({ status: 200, json: { digest: run.portfolioDigest, accounts: accounts.length } });
  });

  it('with a broken line names line and path, and with a part of another upload names the part', async () => {
    const parts = await app.as('parts');
    const body = `${lines('account', [accountBody()])}\n\n{"account":{"id":7}}\nnot json`;
    const { violations = [] } = problemOf(
      await parts.call('PUT', '/v1/portfolios/other/parts/0', { body, headers: ndjson }),
    );
    expect(violations.map(({ path }) => path)).toEqual(expect.arrayContaining(['/3/account/id', '/4']));
    const { accounts: _a, engagements: _e, reps: _r, ledger: _l, ...head } = portfolio;
    const assembly = { ...head, contract: 'portfolio-parts/1', parts: [`sha256:${'0'.repeat(64)}`] };
    const missing = problemOf(await parts.call('PUT', '/v1/portfolios/other', json(assembly)));
    expect(missing.violations).toMatchObject([{ path: '/parts/0', rule: 'part.stored' }]);
    expect((await parts.ask('other', 'k')).status).toBe(422);
  });
});

const bearer = apiRoutes.flatMap((route) => (route.auth === 'bearer' ? [route] : []));
const request = (path: string) =>
  path
    .replace('{n}', '0')
    .replace(/\/v1\/portfolios\/\{id\}/, '/v1/portfolios/book')
    .replace('{id}', run.id);
const sent = (method: string): Asked =>
  method === 'GET' ? {} : { headers: { 'idempotency-key': 'k' }, body: JSON.stringify({ portfolio: 'book' }) };
const named = bearer.map((route): [string, (typeof bearer)[number]] => [`${route.method} ${route.path}`, route]);

describe.each(named)('%s', (_, { method, path, scope }) => {
  it('answers 401 without a token', async () => {
    const answer = await crm(app.host.url).call(method, request(path), sent(method));
    expect([answer.status, answer.text]).toEqual([401, '{"message":"Unauthorized"}']);
  });

  it('answers 403 without its scope, and names the scope', async () => {
    const others = ALL_SCOPES.split(' ')
      .filter((one) => one !== scope)
      .join(' ');
    const answer = await (await app.as('acme', 'crm', others)).call(method, request(path), sent(method));
    expect(problemOf(answer)).toMatchObject({
      status: 403,
      type: 'urn:problem:missing-scope',
      detail: expect.stringContaining(scope),
    });
  });

  it('shows and changes nothing of another tenant', async () => {
    const answer = await (await app.as('evil')).call(method, request(path), sent(method));
    expect(answer.status).toBeLessThan(500);
    for (const theirs of ['acme', run.portfolioDigest, run.planDigest ?? '', run.traceHead ?? ''])
      expect(answer.text).not.toContain(theirs);
    if (path.includes('/runs/{id}'))
      expect(problemOf(answer)).toMatchObject({ status: 404, type: 'urn:problem:not-found' });
    expect(await acme.run(run.id)).toEqual(run);
  });
});

describe('a tenant with nothing of its own', () => {
  it('finds no run, no calendar, no portfolio of another, and another secret', async () => {
    const evil = await app.as('evil');
    expect(await evil.json('/v1/runs')).toEqual({ runs: [] });
    expect(await evil.json('/v1/feeds')).toEqual({ feeds: [] });
    expect(problemOf(await evil.ask('book', 'k')).type).toBe('urn:problem:unknown-portfolio');
    const [own, theirs] = [await acme.call('GET', '/v1/webhook'), await evil.call('GET', '/v1/webhook')];
    expect(theirs.json).toEqual({ url: null, secret: expect.stringMatching(/^whsec_/) });
    expect(theirs.json.secret).not.toBe(own.json.secret);
  });
});

describe('a token', () => {
  const read = async (token: string) => (await crm(app.host.url, token).call('GET', '/v1/runs')).status;
  const claims = () => ({
    iss: app.host.issuerUrl,
    aud: 'risk-aware-scheduling',
    sub: 'crm',
    tenant: 'acme',
    scope: ALL_SCOPES,
  });

  it('of the issuer opens the door', async () => {
    expect(await read(await app.host.token({ tenant: 'acme', scope: 'runs:read' }))).toBe(200);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['that has expired', () => app.host.token({ tenant: 'acme', lifetime: -60 })],
    ['for another audience', () => app.host.token({ tenant: 'acme', audience: 'another' })],
    ['without signature (alg none)', () => new UnsecuredJWT(claims()).setExpirationTime('1h').encode()],
    [
      'signed with a shared secret',
      () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new Uint8Array(32)),
    ],
    [
      'signed by somebody else in the name of the issuer',
      async () => {
        const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
          'sign',
          'verify',
        ]);
        return new SignJWT(claims()).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(privateKey);
      },
    ],
    [
      'with a changed payload',
      async () => {
        const [head, , signature] = (await app.host.token({ tenant: 'evil' })).split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims(), exp: 4_000_000_000 })).toString('base64url');
        return [head, payload, signature].join('.');
      },
    ],
    ['for a tenant that is no name', () => app.host.token({ tenant: '../acme' })],
    ['that is no token', () => 'nonsense'],
  ])('%s is refused with 403', async (_, token) => {
    expect(await read(await token())).toBe(403);
  });
});
