import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { PortfolioId, TenantId } from '../../core/model/ids.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { PortfolioAssembly, PortfolioRecords } from '../../core/model/portfolio-upload.ts';
import { digest } from '../../core/trace/digest.ts';
import { type Call, call } from '../support/api-call.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler } = await import('../../functions/put-portfolio/index.ts');
const { portfolioStore } = await import('../../functions/shared/portfolio-store.ts');
const { MAX_RECEIVED } = await import('../../functions/shared/request-body.ts');
const portfolios = portfolioStore();
afterAll(() => world.close());

const as = { tenant: 'acme', subject: 'ana' };
const whole = (id: string, more: Call) => call(handler, 'PUT /v1/portfolios/{id}', { as, path: { id }, ...more });
const part = (id: string, n: string, more: Call) =>
  call(handler, 'PUT /v1/portfolios/{id}/parts/{n}', {
    as,
    path: { id, n },
    ...more,
    headers: { 'content-type': 'application/x-ndjson', ...more.headers },
  });
const headOf = (tenant: string, id: string) => portfolios.head(TenantId.parse(tenant), PortfolioId.parse(id));
const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');

describe('a portfolio put whole', () => {
  it('is stored under its digest, for its tenant alone', async () => {
    const answer = await whole('P-1', { body: portfolioBody() });
    expect(answer).toMatchObject({ status: 200, json: { accounts: 1, engagements: 1, reps: 1 } });
    expect(answer.json.digest).toBe(digest('portfolio/1', Portfolio.parse(portfolioBody())));
    expect(await headOf('acme', 'P-1')).toMatchObject({ digest: answer.json.digest, by: 'ana' });
    expect(await headOf('rival', 'P-1')).toBeUndefined();
  });

  it('may come compressed', async () => {
    const body = gzipSync(JSON.stringify(portfolioBody()));
    expect(await whole('P-2', { body, headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 200 });
  });

  it('with violations is answered with all of them, and nothing is stored', async () => {
    const body = portfolioBody({
      accounts: [accountBody({ stake: -1 }), accountBody({ timeZone: 'Mars/Olympus' })],
      engagements: [engagementBody({ account: 'A-404' })],
    });
    const answer = await whole('P-3', { body });
    expect(answer).toMatchObject({ status: 422, json: { type: 'urn:problem:invalid-body' } });
    const paths = answer.json.violations.map((violation: { path: string }) => violation.path);
    expect(paths).toEqual(
      expect.arrayContaining(['/accounts/0/stake', '/accounts/1/timeZone', '/engagements/0/account']),
    );
    expect(await headOf('acme', 'P-3')).toBeUndefined();
  });

  it.each([
    ['cut gzip', gzipSync(JSON.stringify(portfolioBody())).subarray(0, 100), 'gzip', 400, 'malformed-gzip'],
    ['no gzip at all', Buffer.from('{}'), 'gzip', 400, 'malformed-gzip'],
    ['a gzip bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024)), 'gzip', 413, 'body-too-large'],
    ['another encoding', Buffer.from('{}'), 'br', 415, 'content-encoding'],
    ['cut JSON', Buffer.from('{"contract":'), 'identity', 400, 'malformed-json'],
    ['no body', Buffer.alloc(0), 'identity', 400, 'malformed-json'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'identity', 400, 'malformed-text'],
    ['too many bytes', Buffer.alloc(MAX_RECEIVED + 1), 'identity', 413, 'body-too-large'],
  ])('of %s is refused with a problem document', async (_, body, encoding, status, kind) => {
    const answer = await whole('P-4', { body, headers: { 'content-encoding': encoding } });
    expect(answer).toMatchObject({ status, json: { type: `urn:problem:${kind}`, status } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json.correlation).toBe(answer.headers['x-correlation-id']);
    expect(await headOf('acme', 'P-4')).toBeUndefined();
  });

  it('that says a name twice is refused with its place: no caller learns by chance which value counts', async () => {
    const text = JSON.stringify(portfolioBody()).replace('"stake":', '"stake":1,"stake":');
    const violations = [{ path: '/accounts/0/stake', rule: 'key.repeated' }];
    expect(await whole('P-4', { body: Buffer.from(text) })).toMatchObject({ status: 422, json: { violations } });
    expect(await headOf('acme', 'P-4')).toBeUndefined();
  });

  it('under a malformed id, with a wrong media type or a forbidden key is refused', async () => {
    for (const id of ['../x', 'a/b', '', '__proto__', 'a b', 'x'.repeat(129)])
      expect(await whole(id, { body: portfolioBody() })).toMatchObject({ status: 400 });
    expect(await whole('P-5', { body: '<a/>', headers: { 'content-type': 'text/xml' } })).toMatchObject({
      status: 415,
    });
    const poisoned = JSON.stringify(portfolioBody()).replace('{', '{"__proto__":{"admin":true},');
    expect(await whole('P-5', { body: poisoned })).toMatchObject({ status: 422 });
  });

  it('without a verified caller, or without the scope, is refused', async () => {
    const route = 'PUT /v1/portfolios/{id}';
    expect(await call(handler, route, { path: { id: 'P-6' }, body: portfolioBody() })).toMatchObject({ status: 401 });
    const reader = { ...as, scope: 'runs:read portfolios:writer' };
    expect(await call(handler, route, { as: reader, path: { id: 'P-6' }, body: portfolioBody() })).toMatchObject({
      status: 403,
      json: { type: 'urn:problem:missing-scope' },
    });
  });
});

describe('a portfolio put in parts', () => {
  const head = { contract: 'portfolio-parts/1', asOf: '2026-11-23T06:00:00Z', currency: 'USD' };
  const horizon = { start: '2026-11-23', days: 5 };

  it('is the same portfolio as put whole', async () => {
    const first = await part('Q-1', '0', { body: lines({ account: accountBody() }, { rep: repBody() }) });
    const second = await part('Q-1', '1', {
      body: gzipSync(`${lines({ engagement: engagementBody() })}\n\n`),
      headers: { 'content-encoding': 'gzip' },
    });
    expect([first.status, second.status]).toEqual([200, 200]);
    const parts = [first.json.digest, second.json.digest];
    const answer = await whole('Q-1', { body: { ...head, horizon, parts } });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json.digest).toBe(digest('portfolio/1', Portfolio.parse(portfolioBody())));
  });

  it('has the same fields beside its records as a portfolio put whole', () => {
    // `heldOut` is Score's to write: neither form of upload takes it.
    const beside = Object.keys(Portfolio.shape).filter(
      (key) => !Object.hasOwn(PortfolioRecords.shape, key) && key !== 'heldOut',
    );
    expect(Object.keys(PortfolioAssembly.shape).toSorted()).toEqual([...beside, 'parts'].toSorted());
  });

  it('cannot say who is held out', async () => {
    const answer = await whole('P-held', { body: portfolioBody({ heldOut: [] }) });
    expect(answer.status).toBe(422);
    expect(answer.json.violations).toMatchObject([{ path: '/heldOut', rule: 'key.unknown' }]);
  });

  it('names line, path and rule of what is wrong in a part', async () => {
    const body = lines({ account: accountBody({ stake: 'much' }) }, { person: {} }).concat(
      '\n{"rep":',
      '\n{"rep":{"id":"R","id":"R"}}',
    );
    const answer = await part('Q-2', '0', { body });
    expect(answer.status).toBe(422);
    expect(answer.json.violations).toMatchObject([
      { path: '/1/account/stake', rule: 'type.number' },
      { path: '/2', rule: 'record.kind' },
      { path: '/3', rule: 'json' },
      { path: '/4/rep/id', rule: 'key.repeated' },
    ]);
  });

  it('checks rules between records of different parts, and refuses parts that were replaced or belong to another tenant', async () => {
    const only = await part('Q-3', '0', { body: lines({ engagement: engagementBody() }) });
    const dangling = await whole('Q-3', { body: { ...head, horizon, parts: [only.json.digest] } });
    expect(dangling).toMatchObject({ status: 422 });
    await part('Q-3', '0', { body: lines({ account: accountBody() }) });
    const replaced = await whole('Q-3', { body: { ...head, horizon, parts: [only.json.digest] } });
    expect(replaced.json.violations).toMatchObject([{ path: '/parts/0', rule: 'part.stored' }]);
    const foreign = await call(handler, 'PUT /v1/portfolios/{id}', {
      as: { tenant: 'rival' },
      path: { id: 'Q-1' },
      body: { ...head, horizon, parts: [only.json.digest] },
    });
    expect(foreign.json.violations).toMatchObject([{ path: '/parts/0', received: 'no such part' }]);
  });

  it('has part numbers from 0 to 999', async () => {
    for (const n of ['-1', '1000', '1e2', '', 'x', '0x1'])
      expect(await part('Q-4', n, { body: lines({ rep: repBody() }) })).toMatchObject({ status: 400 });
  });
});
