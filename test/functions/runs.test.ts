import { afterAll, describe, expect, it } from 'vitest';
import { PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { Sealed } from '../../core/model/sealed.ts';
import { digest } from '../../core/trace/digest.ts';
import { type Call, call } from '../support/api-call.ts';
import { portfolioBody } from '../support/portfolio-builder.ts';
import { lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: putPortfolio } = await import('../../functions/put-portfolio/index.ts');
const { handler: startRun } = await import('../../functions/start-run/index.ts');
const { handler: readRuns } = await import('../../functions/read-runs/index.ts');
const { handler: handoff } = await import('../../functions/handoff/index.ts');
const { handler: stopRun } = await import('../../functions/stop-run/index.ts');
const { handler: startNightly } = await import('../../functions/start-nightly/index.ts');
const { handler: startQueued } = await import('../../functions/start-queued/index.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { gateStore } = await import('../../functions/shared/gate-store.ts');
const { subjectStore } = await import('../../functions/shared/subject-store.ts');
const { activeRun } = await import('../../functions/shared/active-run.ts');
const runs = runStore();
const evidence = evidenceStore();
const gates = gateStore();
const active = activeRun(runs);
afterAll(() => world.close());

let tenants = 0;
/** A tenant of its own for each test, with a portfolio. */
async function newTenant(policy: object = {}) {
  tenants += 1;
  const tenant = TenantId.parse(`tenant-${tenants}`);
  policies.set(tenant, { contract: 'policy/1', ...policy });
  world.aws.configuration.set('policy', {
    contract: 'policy-set/1',
    default: { contract: 'policy/1' },
    tenants: Object.fromEntries(policies),
  });
  const as = { tenant, subject: 'ana' };
  await call(putPortfolio, 'PUT /v1/portfolios/{id}', { as, path: { id: 'P-1' }, body: portfolioBody() });
  const start = (key: string, more: Partial<Call> = {}) =>
    call(startRun, 'POST /v1/runs', { as, headers: { 'idempotency-key': key }, body: { portfolio: 'P-1' }, ...more });
  const read = (id: string, what = '', who: NonNullable<Call['as']> = as) =>
    call(readRuns, `GET /v1/runs/{id}${what}`, { as: who, path: { id } });
  const end = async (id: string, status: 'done' | 'stopped' = 'done') => {
    await runs.patch(tenant, RunId.parse(id), { status });
    await active.release(tenant, RunId.parse(id));
  };
  return { tenant, as, start, read, end };
}
const policies = new Map<string, object>();

describe('asking for a run', () => {
  it('answers at once with where it is, and starts one mission under the id of the run', async () => {
    const { tenant, start } = await newTenant();
    const answer = await start('k-1', { headers: { 'idempotency-key': 'k-1', 'x-correlation-id': 'crm-7' } });
    expect(answer).toMatchObject({ status: 202, json: { status: 'accepted', author: 'ana', correlation: 'crm-7' } });
    expect(answer.headers).toMatchObject({ location: `/v1/runs/${answer.json.id}`, 'x-correlation-id': 'crm-7' });
    expect(JSON.parse(world.aws.executions.get(answer.json.id) ?? '')).toEqual({
      tenant,
      run: answer.json.id,
      correlation: 'crm-7',
    });
  });

  it('twice with one key is one run, also at the same time; with another body it is refused', async () => {
    const { start } = await newTenant();
    const [a, b] = await Promise.all([start('k-1'), start('k-1')]);
    expect([a.status, b.status]).toEqual([202, 202]);
    expect(a.json.id).toBe(b.json.id);
    const other = await start('k-1', { body: { portfolio: 'P-1', author: 'ben' } });
    expect(other).toMatchObject({ status: 409, json: { type: 'urn:problem:idempotency-key-reused' } });
  });

  it('in the name of another is refused to an approver, who could approve it then, and open to anybody else', async () => {
    const { start, as } = await newTenant({ approvers: [{ id: 'dana', email: 'dana@acme.example' }] });
    const body = { portfolio: 'P-1', author: 'ben' };
    expect(await start('k-1', { as: { ...as, subject: 'dana' }, body })).toMatchObject({
      status: 403,
      json: { type: 'urn:problem:author-is-another' },
    });
    expect(await start('k-2', { body })).toMatchObject({ status: 202, json: { author: 'ben', askedBy: 'ana' } });
  });

  it('is answered as before to who became an approver since, so that what was cut off is completed', async () => {
    const { tenant, start } = await newTenant();
    const body = { portfolio: 'P-1', author: 'ben' };
    const asked = await start('k-1', { body });
    policies.set(tenant, { contract: 'policy/1', approvers: [{ id: 'ana', email: 'ana@example.com' }] });
    const tenants = Object.fromEntries(policies);
    world.aws.configuration.set('policy', { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants });
    expect(await start('k-1', { body })).toMatchObject({ status: 202, json: { id: asked.json.id } });
    expect(await start('k-2', { body })).toMatchObject({ status: 403 });
  });

  it('gives another run to another tenant with the same key', async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    expect((await one.start('k-1')).json.id).not.toBe((await two.start('k-1')).json.id);
  });

  it('without a key, without its portfolio, or with another tenant’s portfolio is refused', async () => {
    const { start, as } = await newTenant();
    expect(await start('k', { headers: {} })).toMatchObject({
      status: 400,
      json: { type: 'urn:problem:idempotency-key' },
    });
    expect(await start('k', { body: { portfolio: 'P-404' } })).toMatchObject({ status: 422 });
    await call(putPortfolio, 'PUT /v1/portfolios/{id}', {
      as: { tenant: 'rival' },
      path: { id: 'P-rival' },
      body: portfolioBody(),
    });
    expect(await start('k', { as, body: { portfolio: 'P-rival' } })).toMatchObject({ status: 422 });
    expect(await start('k', { body: { portfolio: 'P-1', tenant: 'rival' } })).toMatchObject({
      status: 422,
      json: { violations: [{ path: '/tenant', rule: 'key.unknown' }] },
    });
  });

  it('while another run is under way is refused, and taken again when that has ended', async () => {
    const { start, end } = await newTenant();
    const first = await start('k-1');
    expect(await start('k-2')).toMatchObject({ status: 409, json: { type: 'urn:problem:run-under-way' } });
    await end(first.json.id);
    expect(await start('k-2')).toMatchObject({ status: 202 });
  });

  it('many at once with different keys starts exactly one', async () => {
    const { start } = await newTenant();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => start(`k-${n}`)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ json }) => world.aws.executions.has(json.id))).toHaveLength(1);
  });

  it('killed after any of its writes and asked again is one run, started once', async () => {
    const undisturbed = await newTenant();
    world.tables.countWrites();
    await undisturbed.start('k-1');
    const writes = world.tables.countWrites();
    expect(writes).toBeGreaterThanOrEqual(3);
    for (let kill = 1; kill <= writes; kill += 1) {
      const { tenant, start } = await newTenant();
      world.tables.killAfterWrite(kill);
      const lost = await start('k-1');
      world.tables.heal();
      expect(lost).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
      const again = await start('k-1');
      expect(again.status).toBe(202);
      expect(world.aws.executions.has(again.json.id)).toBe(true);
      expect((await runs.list(tenant, 10)).runs.map(({ id }) => id)).toEqual([again.json.id]);
      expect(await active.holder(tenant)).toBe(again.json.id);
    }
  });
});

describe('runs in line', () => {
  it('wait where the policy queues, and start in order when a mission has ended, however it ended', async () => {
    const { tenant, start } = await newTenant({ whileRunning: 'queue' });
    const [first, second, third] = [await start('k-1'), await start('k-2'), await start('k-3')];
    expect([second.status, third.status]).toEqual([202, 202]);
    expect(world.aws.executions.has(second.json.id)).toBe(false);
    const inQueue = (event: object) => ({ Records: [{ body: JSON.stringify(event) }] });
    const ended = (run: string, status: string) =>
      startQueued(inQueue({ detail: { status, input: JSON.stringify({ tenant, run, correlation: 'c' }) } }));
    await ended(first.json.id, 'ABORTED');
    expect(await runs.get(tenant, RunId.parse(first.json.id))).toMatchObject({ status: 'failed' });
    expect([second, third].map(({ json }) => world.aws.executions.has(json.id))).toEqual([true, false]);
    await ended(first.json.id, 'ABORTED');
    expect(world.aws.executions.has(third.json.id)).toBe(false);
    await runs.patch(tenant, RunId.parse(second.json.id), { status: 'done' });
    await ended(second.json.id, 'SUCCEEDED');
    expect(await runs.get(tenant, RunId.parse(second.json.id))).toMatchObject({ status: 'done' });
    expect(world.aws.executions.has(third.json.id)).toBe(true);
  });
});

describe('the nightly start', () => {
  it('starts one run for each tenant with a portfolio, once a night', async () => {
    const { tenant } = await newTenant();
    policies.set('empty', { contract: 'policy/1' });
    await startNightly();
    const [run] = (await runs.list(tenant, 10)).runs;
    expect(run).toMatchObject({ author: 'nightly', portfolio: 'P-1' });
    expect(run).not.toHaveProperty('askedBy');
    await startNightly();
    expect((await runs.list(tenant, 10)).runs).toHaveLength(1);
  });
});

describe('reading runs', () => {
  it('lists the newest first, page by page, each run once', async () => {
    const { tenant, as } = await newTenant();
    const portfolio = PortfolioId.parse('P-1');
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const id = RunId.parse(`run-${String(n).padStart(32, '0')}`);
      ids.unshift(id);
      await runs.create({
        contract: 'run/1',
        id,
        tenant,
        portfolio,
        portfolioDigest: digest('portfolio/1', {}),
        author: PersonId.parse('ana'),
        correlation: 'c',
        status: 'accepted',
        requestedAt: `2026-11-22T09:00:0${n}.000Z`,
      });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '3', ...(cursor === undefined ? {} : { cursor }) };
      const page = await call(readRuns, 'GET /v1/runs', { as, query });
      expect(page.status).toBe(200);
      seen.push(...page.json.runs.map(({ id }: { id: string }) => id));
      cursor = page.json.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
  });

  it('with a malformed page or a foreign cursor shows nothing of others', async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    await one.start('k-1');
    for (const query of [{ limit: '0' }, { limit: 'x' }, { limit: '1000' }, { cursor: '../../x' }])
      expect(await call(readRuns, 'GET /v1/runs', { as: two.as, query })).toMatchObject({ status: 400 });
    const cursor = Buffer.from(`9999#${RunId.parse(`run-${'f'.repeat(32)}`)}`).toString('base64url');
    const page = await call(readRuns, 'GET /v1/runs', { as: two.as, query: { cursor } });
    expect(page.json).toEqual({ runs: [] });
  });

  it('of another tenant is answered exactly like a run that does not exist', async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    const { json: run } = await one.start('k-1');
    for (const what of ['', '/plan', '/report', '/scorecard', '/trace', '/incident', '/follow-ups']) {
      const foreign = await one.read(run.id, what, two.as);
      const unknown = await one.read(`run-${'0'.repeat(32)}`, what, two.as);
      const malformed = await one.read(`../${one.tenant}/${run.id}`, what, two.as);
      const plain = ({ status, json }: typeof foreign) => [status, { ...json, correlation: '' }];
      expect(plain(foreign)).toEqual(plain(unknown));
      expect(plain(malformed)).toEqual(plain(unknown));
      expect(foreign.status).toBe(404);
    }
  });

  it('gives what a run made, byte for byte, and says what is not there yet', async () => {
    const { tenant, start, read } = await newTenant();
    const id = RunId.parse((await start('k-1')).json.id);
    expect(await read(id, '/plan')).toMatchObject({ status: 404, json: { type: 'urn:problem:not-yet' } });
    const planDigest = await evidence.put(tenant, 'plan/1', { contract: 'plan/1', b: 1, a: 'é' });
    const reportDigest = await evidence.putText(tenant, 'report/1', '<!doctype html><title>x</title>', 'text/html');
    await runs.patch(tenant, id, { planDigest, reportDigest });
    expect((await read(id, '/plan')).text).toBe('{"a":"é","b":1,"contract":"plan/1"}');
    const report = await read(id, '/report');
    expect(report.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(report.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    await runs.patch(tenant, id, { status: 'stopped' });
    expect(await read(id, '/incident')).toMatchObject({ status: 404, json: { type: 'urn:problem:not-made' } });
  });

  it('answers a person with a page where there is no incident or report, and a program with a problem', async () => {
    const { tenant, as, start, read } = await newTenant();
    const id = RunId.parse((await start('k-1')).json.id);
    const open = (what: '/incident' | '/report') =>
      call(readRuns, `GET /v1/runs/{id}${what}`, { as, path: { id }, headers: { accept: 'text/html' } });
    for (const what of ['/incident', '/report'] as const) {
      const early = await open(what);
      expect([early.status, early.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(early.text).toContain(`<h1>This run has no ${what.slice(1)} yet</h1>`);
      expect(await read(id, what)).toMatchObject({ status: 404, json: { type: 'urn:problem:not-yet' } });
    }
    await runs.patch(tenant, id, { status: 'done' });
    const late = await open('/incident');
    expect([late.status, late.text]).toEqual([404, expect.stringContaining('It has ended without one: Published.')]);
    expect(late.text).toContain(`href="/v1/runs/${id}"`);
  });
});

describe('stopping a run', () => {
  const stop = (as: NonNullable<Call['as']>, id: string, more: Partial<Call> = {}) =>
    call(stopRun, 'POST /v1/runs/{id}/stop', { as, path: { id }, ...more });

  it('marks it, and ends its wait for a decision at once', async () => {
    const { tenant, as, start } = await newTenant();
    const { json: run } = await start('k-1');
    const id = RunId.parse(run.id);
    world.aws.tasks.set('token-stop', { kind: 'waiting', said: '' });
    await gates.open(tenant, id, 0, {
      plan: digest('plan/1', {}),
      brief: digest('gate-brief/1', {}),
      author: run.author,
      approvers: [run.author],
      quorum: 1,
      expiresAt: '2099-01-01T00:00:00Z',
      token: 'token-stop',
    });
    expect(await stop(as, id, { body: { reason: 'wrong quarter' } })).toMatchObject({ status: 202 });
    const mark = await runs.stopMark(tenant, id);
    expect(mark).toMatchObject({ by: 'ana', reason: expect.not.stringContaining('wrong') });
    const reason = await subjectStore().open(tenant, `stop/${id}`, Sealed.parse(mark?.reason));
    expect(reason).toEqual({ state: 'kept', text: 'wrong quarter' });
    expect(world.aws.tasks.get('token-stop')).toEqual({ kind: 'failure', said: 'RunStopped' });
    expect(await stop(as, id)).toMatchObject({ status: 202 });
  });

  it('is for its author and the stop owner, not for others, nor for another tenant', async () => {
    const { as, start } = await newTenant({ stopOwner: 'olga' });
    const other = await newTenant();
    const { json: run } = await start('k-1');
    expect(await stop({ ...as, subject: 'ben' }, run.id)).toMatchObject({ status: 403 });
    expect(await stop({ ...as, scope: 'runs:write' }, run.id)).toMatchObject({ status: 403 });
    expect(await stop(other.as, run.id)).toMatchObject({ status: 404 });
    expect(await stop({ ...as, subject: 'olga' }, run.id)).toMatchObject({ status: 202 });
  });

  it('is told by who, when and why on its page, and without a name in what stays after an erasure', async () => {
    const { tenant, as, start } = await newTenant({ stopOwner: 'olga' });
    const end = async (key: string, subject: string, body?: object) => {
      const id = RunId.parse((await start(key)).json.id);
      await stop({ ...as, subject }, id, body === undefined ? {} : { body });
      await handoff({ tenant, run: id, attempt: 0, correlation: 'c', outcome: 'stopped' }, lambdaContext);
      await active.release(tenant, id);
      const headers = { accept: 'text/html' };
      const page = await call(readRuns, 'GET /v1/runs/{id}', { as, path: { id }, headers });
      return { page: page.text, reason: (await runs.get(tenant, id))?.reason };
    };
    const owner = await end('k-1', 'olga', { reason: 'wrong quarter' });
    expect(owner.reason).toMatch(
      /^somebody else who may stop it stopped this run on \w{3} \d+ \w{3} \d{4}, \d\d:\d\d UTC$/,
    );
    expect(owner.page).toMatch(/olga stopped this run on [^.]* UTC\./);
    expect(owner.page).toContain('The reason given: wrong quarter');
    expect(owner.page).not.toContain('stop flag');
    const author = await end('k-2', 'ana');
    expect(author.reason).toMatch(/^its author stopped this run on /);
    expect(author.page).toContain('No reason was given.');
    await subjectStore().erase(tenant, PersonId.parse('olga'));
    const id = RunId.parse((await start('k-1')).json.id);
    const erased = await call(readRuns, 'GET /v1/runs/{id}', { as, path: { id }, headers: { accept: 'text/html' } });
    expect(erased.text).toContain('The reason was erased');
  });

  it('that has ended changes nothing', async () => {
    const { tenant, as, start, end } = await newTenant();
    const { json: run } = await start('k-1');
    await end(run.id);
    expect(await stop(as, run.id)).toMatchObject({ status: 409 });
    expect(await runs.stopMark(tenant, RunId.parse(run.id))).toBeUndefined();
  });
});

describe('every answer', () => {
  it('carries security headers and a correlation id, and a harmful one is replaced', async () => {
    const { as } = await newTenant();
    const headers = { 'X-Correlation-Id': 'a\r\nset-cookie: x=1' };
    const answer = await call(readRuns, 'GET /v1/runs', { as, headers });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('to a route that is not the function’s is a problem document', async () => {
    expect(await call(readRuns, 'GET /v1/elsewhere', {})).toMatchObject({ status: 404 });
    expect(await call(readRuns, 'POST /v1/runs', {})).toMatchObject({ status: 404 });
  });

  it('to an event that is none is an answer without details', async () => {
    const answer = await readRuns({ nonsense: true }, lambdaContext);
    expect(answer).toMatchObject({ statusCode: 500 });
    expect(answer.body).not.toMatch(/zod|invalid_type|routeKey/i);
  });

  it('is packed where that is asked for and worth it', async () => {
    const { tenant, as, start, read } = await newTenant();
    const id = RunId.parse((await start('k-1')).json.id);
    const planDigest = await evidence.put(tenant, 'plan/1', { long: 'x'.repeat(5_000) });
    await runs.patch(tenant, id, { planDigest });
    const packed = await call(readRuns, 'GET /v1/runs/{id}/plan', {
      as,
      path: { id },
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(packed.text).toBe((await read(id, '/plan')).text);
  });
});
