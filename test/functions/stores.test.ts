import { afterAll, describe, expect, it } from 'vitest';
import { PersonId, PortfolioId, RepId, RunId, TenantId } from '../../core/model/ids.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { call } from '../support/api-call.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { headStore } = await import('../../functions/shared/head-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const { runStore } = await import('../../functions/shared/run-store.ts');
const { environment } = await import('../../functions/shared/environment.ts');
const { headerText, mailer } = await import('../../functions/shared/mailer.ts');
const { configuration } = await import('../../functions/shared/configuration.ts');
const { references } = await import('../../functions/shared/reference.ts');
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { handler: feed } = await import('../../functions/feed/index.ts');
const { handler: open } = await import('../../functions/public/index.ts');
const heads = headStore();
const runs = runStore();
afterAll(() => world.close());

let tenants = 0;
const newTenant = () => {
  tenants += 1;
  return TenantId.parse(`tenant-${tenants}`);
};
const runId = (n: number) => RunId.parse(`run-${String(n).padStart(32, '0')}`);
const version = (n: number) => ({
  plan: digest('plan/1', n),
  portfolio: digest('portfolio/1', n),
  policy: digest('policy/1', n),
  run: runId(n),
});

describe('the plan in force', () => {
  it('moves from the plan it was planned from and from no other', async () => {
    const tenant = newTenant();
    expect(await heads.commit(tenant, null, version(1))).toEqual({ verdict: 'committed', version: 1 });
    expect(await heads.commit(tenant, null, version(2))).toEqual({ verdict: 'conflict', version: 1 });
    expect(await heads.commit(tenant, version(1).plan, version(3))).toEqual({ verdict: 'committed', version: 2 });
    expect(await heads.plan(tenant)).toMatchObject({ current: version(3), earlier: [version(1)] });
  });

  it('committed twice by one run is committed once', async () => {
    const tenant = newTenant();
    await heads.commit(tenant, null, version(1));
    expect(await heads.commit(tenant, null, version(1))).toEqual({ verdict: 'committed', version: 1 });
  });

  it('is taken by one of many that commit at once', async () => {
    const tenant = newTenant();
    const verdicts = await Promise.all([1, 2, 3, 4, 5].map((n) => heads.commit(tenant, null, version(n))));
    expect(verdicts.filter(({ verdict }) => verdict === 'committed')).toHaveLength(1);
  });

  it('is rolled back by the run that put it there, once, and not put there by it again', async () => {
    const tenant = newTenant();
    await heads.commit(tenant, null, version(1));
    await heads.commit(tenant, version(1).plan, version(2));
    expect(await heads.rollBack(tenant, runId(1))).toBeUndefined();
    const undone = {
      ...version(2),
      committed: 2,
      version: 3,
      over: version(1).plan,
      overRun: runId(1),
      instead: version(1).plan,
    };
    const first = await heads.rollBack(tenant, runId(2));
    expect(first).toMatchObject({ ...undone, at: expect.any(String) });
    expect(await heads.plan(tenant)).toMatchObject({ version: 3, current: version(1), rolledBack: runId(2) });
    expect(await heads.rollBack(tenant, runId(2))).toEqual(first);
    expect(await heads.commit(tenant, version(1).plan, version(2))).toMatchObject({ verdict: 'conflict' });
    expect(await heads.commit(tenant, version(1).plan, version(3))).toMatchObject({ verdict: 'committed' });
  });

  it('goes back plan by plan, each the one it was planned over, as far as plans are kept', async () => {
    const tenant = newTenant();
    const last = 6;
    for (let n = 1; n <= last; n += 1) await heads.commit(tenant, n === 1 ? null : version(n - 1).plan, version(n));
    for (let n = last; n >= 3; n -= 1) {
      const undone = await heads.rollBack(tenant, runId(n));
      expect([undone?.instead, undone?.over]).toEqual([version(n - 1).plan, version(n - 1).plan]);
    }
    expect(await heads.rollBack(tenant, runId(2))).toMatchObject({ over: version(1).plan, instead: null });
    expect(await heads.plan(tenant)).toMatchObject({ current: null, earlier: [] });
  });

  it('after a rollback is followed by the next commit, and what was undone is never gone back to', async () => {
    const tenant = newTenant();
    await heads.commit(tenant, null, version(1));
    await heads.commit(tenant, version(1).plan, version(2));
    await heads.rollBack(tenant, runId(2));
    await heads.commit(tenant, version(1).plan, version(3));
    expect(await heads.plan(tenant)).toMatchObject({ current: version(3), earlier: [version(1)] });
    expect(await heads.rollBack(tenant, runId(3))).toMatchObject({ instead: version(1).plan });
    expect(await heads.rollBack(tenant, runId(1))).toMatchObject({ instead: null });
    await heads.commit(tenant, null, version(4));
    expect(await heads.plan(tenant)).toMatchObject({ current: version(4), earlier: [] });
  });

  it('remembers what was undone after others committed and were undone: told late, and never put there again', async () => {
    const tenant = newTenant();
    await heads.commit(tenant, null, version(1));
    await heads.commit(tenant, version(1).plan, version(2));
    const undone = await heads.rollBack(tenant, runId(2));
    await heads.commit(tenant, version(1).plan, version(3));
    expect(await heads.rollBack(tenant, runId(2))).toEqual(undone);
    await heads.rollBack(tenant, runId(3));
    expect(await heads.plan(tenant)).toMatchObject({ version: 5, current: version(1), rolledBack: runId(3) });
    expect(await heads.rollBack(tenant, runId(2))).toEqual(undone);
    expect(await heads.commit(tenant, version(1).plan, version(2))).toEqual({ verdict: 'conflict', version: 5 });
  });

  it('is not put there by a run that is barred, nor by one whose rollback came first', async () => {
    const tenant = newTenant();
    expect(await heads.rollBack(tenant, runId(1))).toBeUndefined();
    expect(await heads.bar(tenant, runId(2))).toBe(false);
    for (const n of [1, 2])
      expect(await heads.commit(tenant, null, version(n))).toEqual({ verdict: 'conflict', version: 0 });
    expect(await heads.commit(tenant, null, version(3))).toEqual({ verdict: 'committed', version: 1 });
    expect(await heads.bar(tenant, runId(3))).toBe(true);
    expect(await heads.bar(tenant, runId(4))).toBe(false);
    expect(await heads.plan(tenant)).toMatchObject({ version: 1, current: version(3), barred: [1, 2, 4].map(runId) });
  });

  it('has a baseline pointer that moves only from the version seen', async () => {
    const [flags, policySet] = [digest('flags/1', 1), digest('policy-set/1', 1)];
    const next = { flags, policySet, flagsVersion: '1', policyVersion: '1', evidence: null };
    expect(await heads.moveBaseline(0, next)).toBe(true);
    expect(await heads.moveBaseline(0, next)).toBe(false);
    expect(await heads.baseline()).toMatchObject({ version: 1 });
  });
});

describe('the feed of a rep', () => {
  const rep = RepId.parse('R-1');
  const evidence = evidenceStore();
  const links = references();
  const later = new Date(Date.now() + 3_600_000).toISOString();

  it('is given to whoever holds its reference, with a tag that saves the next download', async () => {
    const tenant = newTenant();
    const text = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
    const stored = await evidence.putText(tenant, 'feed/1', text, 'text/calendar');
    await heads.setFeed(tenant, { rep, feed: stored, run: runId(1), version: 2 });
    await heads.setFeed(tenant, { rep, feed: digest('feed/1', 'older'), run: runId(1), version: 1 });
    const reference = `${await links.issue({ kind: 'feed', tenant, rep }, later)}.ics`;
    const get = (headers = {}, method = 'GET') =>
      call(feed, `${method} /v1/feeds/{reference}`, { path: { reference }, headers });
    const answer = await get();
    expect(answer).toMatchObject({ status: 200, text, headers: { 'content-type': 'text/calendar; charset=utf-8' } });
    expect(await get({ 'if-none-match': String(answer.headers['etag']) })).toMatchObject({ status: 304, text: '' });
    expect(await get({}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('looks the same when forged, expired, of another kind and not published', async () => {
    const tenant = newTenant();
    const decision = {
      kind: 'decision' as const,
      tenant,
      run: runId(1),
      gate: 0,
      approver: PersonId.parse('dana'),
      plan: digest('plan/1', 1),
    };
    const attempts = [
      'x',
      await links.issue({ kind: 'feed', tenant, rep }, later),
      await links.issue({ kind: 'feed', tenant, rep }, '2020-01-01T00:00:00Z'),
      await links.issue(decision, later),
    ];
    for (const reference of attempts)
      expect(await call(feed, 'GET /v1/feeds/{reference}', { path: { reference } })).toMatchObject({
        status: 404,
        json: { type: 'urn:problem:not-found' },
      });
  });
});

describe('a trace', () => {
  it('appended to by many at once has every step once, in one chain', async () => {
    const traces = traceStore();
    const tenant = newTenant();
    const step = (n: number) => ({
      tenant,
      run: runId(1),
      step: `0/step-${n}`,
      input: digest('step/1', n),
      output: digest('step/1', n),
      policy: null,
      flags: null,
      code: digest('code/1', 1),
      posture: null,
      decision: 'went',
      reasons: [],
    });
    await Promise.all([0, 1, 2, 3, 4, 0, 1, 2].map((n) => traces.append(step(n))));
    const entries = (await traces.read(tenant, runId(1))).map(({ entry }) => entry);
    expect(entries.map((entry) => entry.step).toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `0/step-${n}`));
    expect(verifyChain(entries)).toMatchObject({ ok: true, entries: 5 });
    expect(await traces.append(step(entries.length - 1))).toMatchObject({ entry: { step: '0/step-4' } });
  });
});

describe('a run’s record', () => {
  it('stays as it ended, unless it is rolled back afterwards', async () => {
    const tenant = newTenant();
    await runs.create({
      contract: 'run/1',
      id: runId(1),
      tenant,
      portfolio: PortfolioId.parse('P'),
      portfolioDigest: digest('portfolio/1', 1),
      author: PersonId.parse('ana'),
      correlation: 'c',
      status: 'running',
      requestedAt: '2026-11-22T09:00:00.000Z',
    });
    expect(await runs.patch(tenant, runId(2), { status: 'done' })).toBeUndefined();
    await runs.patch(tenant, runId(1), { status: 'done' });
    expect(await runs.patch(tenant, runId(1), { status: 'running' })).toMatchObject({ status: 'done' });
    expect(await runs.patch(tenant, runId(1), { status: 'rolled-back' })).toMatchObject({ status: 'rolled-back' });
    expect(await runs.patch(tenant, runId(1), { status: 'done' })).toMatchObject({ status: 'rolled-back' });
  });

  it('performs an effect once, and again where it failed', async () => {
    const tenant = newTenant();
    let performed = 0;
    const fails = () => Promise.reject(new Error('away'));
    await expect(runs.once(tenant, runId(1), 'mail', fails)).rejects.toThrow('away');
    for (let n = 0; n < 3; n += 1)
      await runs.once(tenant, runId(1), 'mail', async () => {
        performed += 1;
      });
    expect(performed).toBe(1);
  });
});

describe('the surroundings', () => {
  it('that lack variables are named, all of them', () => {
    const before = { ...process.env };
    delete process.env['RUNS_TABLE'];
    process.env['PUBLIC_URL'] = 'http://x/';
    expect(() => environment('RUNS_TABLE', 'GATES_TABLE', 'PUBLIC_URL')).toThrow(
      /RUNS_TABLE: not set; PUBLIC_URL: remove the trailing slash/,
    );
    Object.assign(process.env, before);
  });

  it('send mail to one plain address with one line of subject', async () => {
    const send = mailer();
    const mail = { subject: 'Decide\r\nBcc: all@example.com \u202eevil', text: 't', html: '<p>t</p>' };
    await send({ ...mail, to: 'dana@example.com' });
    expect(world.aws.mails.at(-1)).toMatchObject({
      Destination: { ToAddresses: ['dana@example.com'] },
      Content: { Simple: { Subject: { Data: 'Decide Bcc: all@example.com evil' } } },
    });
    for (const to of ['a@b.c\r\nBcc: x@y.z', 'a@b.c, x@y.z', 'Dana <dana@example.com>', 'dana'])
      await expect(send({ ...mail, to })).rejects.toThrow(/not one plain address/);
    expect(headerText('x'.repeat(500))).toHaveLength(200);
  });

  it('give each tenant its own policy or the default, and keep the last good one when a bad one is deployed', async () => {
    const config = configuration();
    const set = (tenants: object) =>
      world.aws.configuration.set('policy', { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants });
    set({ acme: { contract: 'policy/1', name: 'strict' } });
    expect((await config.policyOf(TenantId.parse('acme'))).value.name).toBe('strict');
    expect((await config.policyOf(TenantId.parse('constructor'))).value.name).toBe('default');
    world.aws.configuration.set('policy', { contract: 'policy-set/2' });
    expect((await config.policyOf(TenantId.parse('acme'))).value.name).toBe('strict');
    set({});
    expect((await config.policyOf(TenantId.parse('acme'))).value.name).toBe('default');
  });

  it('tell everybody that they are up, and how to call them', async () => {
    expect(await call(open, 'GET /v1/health')).toMatchObject({ status: 200, json: { status: 'up' } });
    expect((await call(open, 'GET /v1/openapi.json')).json).toMatchObject({ openapi: '3.1.0' });
    expect(await call(open, 'HEAD /v1/health')).toMatchObject({ status: 200, text: '' });
  });
});
