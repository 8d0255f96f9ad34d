import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { readAssembly } from '../support/assembly.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, open } from './approver.ts';
import { ONE_WORLD } from './one-world.ts';
import { planted } from './planted.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';
import { candidateLink, promotions, SMALL_TERMS } from './promotions.ts';

const portfolio = smallPortfolio();
/** One run says whether runs fail, and one account whether customers object: a machine has no nights to wait for. */
const WATCHED = {
  ...AUTONOMOUS,
  watch: { failureShare: { atMost: 0.5, minimum: 1 }, optOutShare: { atMost: 0.02, minimum: 1 } },
};
const tenants = {
  rejecting: WATCHED,
  expiring: { ...WATCHED, gate: { expiresAfterMinutes: 0.05 } },
  harmed: WATCHED,
  bare: WATCHED,
};
const changed = (tenant: keyof typeof tenants, more: object = {}) =>
  policyOf(tenant, { ...tenants[tenant], learning: { holdoutShare: 0.04 }, ...more });

let app: Application;
let faulty: Awaited<ReturnType<typeof planted>>;
beforeAll(async () => {
  faulty = await planted(readAssembly(inject('assembly')), ['try-shard'], [ONE_WORLD]);
  const promotion = {
    ...SMALL_TERMS,
    worldsPerShard: 20,
    minutes: { shadow: 0, canary: 0, all: 5 },
    lookMinutes: 0.1,
    patienceMinutes: 10,
  };
  app = await openApplication({ tenants: policiesOf(tenants), promotion }, faulty.assembly);
});
afterAll(async () => {
  await app?.close();
  faulty?.remove();
});

/** A promotion of the tenant that waits for its decision. */
async function waiting(tenant: keyof typeof tenants) {
  const crm = await app.as(tenant, 'author');
  const of = promotions(crm);
  await crm.put('book', portfolio);
  const { id } = await of.start(changed(tenant));
  await of.follow(id, 'waiting-for-decision');
  return { crm, of, id, link: await candidateLink(app.host.inboxUrl, mailOf(tenant, 'ann')) };
}
const letters = (tenant: string, person: string) => lettersTo(app.host.inboxUrl, mailOf(tenant, person));

describe('without enough evidence', () => {
  it('a candidate is held, and nothing of it is deployed: no portfolio was ever planned', async () => {
    const of = promotions(await app.as('bare', 'author'));
    const { promotion } = await of.follow((await of.start(changed('bare'))).id, 'held');
    expect(promotion.reason).toContain('recorded-portfolio: no portfolio was ever put');
    expect(promotion.stages).toEqual([]);
    expect(await letters('bare', 'ann')).toEqual([]);
    expect(await letters('bare', 'olga')).toHaveLength(1);
  });
});

describe('with its worlds used up', () => {
  // Four worlds less than the intervals need to say anything of a candidate that changes nothing that can be measured.
  let short: Application;
  beforeAll(async () => {
    const promotion = { ...SMALL_TERMS, worlds: 8, batch: 8, worldsPerShard: 8 };
    short = await openApplication({ tenants: policiesOf({ unsure: WATCHED }), promotion }, faulty.assembly);
  });
  afterAll(() => short?.close());

  it('a candidate that nothing is said of for sure is held, with what is not known named, and oversight is told', async () => {
    const crm = await short.as('unsure', 'author');
    const of = promotions(crm);
    await crm.put('book', portfolio);
    const { id } = await of.start(policyOf('unsure', { ...WATCHED, learning: { holdoutShare: 0.04 } }));
    const { promotion, suites, trace } = await of.follow(id, 'held');
    expect(promotion.reason).toMatch(/simulation of unsure: fatigue: .* in 8 worlds; at most 0\.25 more/);
    const simulation = suites.find(({ result }) => result.suite === 'simulation')?.result;
    expect(simulation).toMatchObject({ verdict: 'not-enough-evidence', effect: 'no-difference', sample: 8 });
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    expect(promotion.stages).toEqual([]);
    expect(await lettersTo(short.host.inboxUrl, mailOf('unsure', 'ann'))).toEqual([]);
    expect(await lettersTo(short.host.inboxUrl, mailOf('unsure', 'olga'))).toHaveLength(1);
  });
});

describe('the gate of a candidate', () => {
  it('shows what would change and the strongest reason against, changes nothing when opened, and takes a rejection once', async () => {
    const { of, id, link } = await waiting('rejecting');
    const page = await open(link);
    expect(page.words).toContain('/learning/holdoutShare');
    expect(page.words).toContain('The strongest reason against');
    expect((await open(link)).status).toBe(200);
    const missing = await decide(link, { verdict: 'reject' });
    expect([missing.status, missing.words]).toEqual([422, expect.stringContaining('Say why')]);
    expect((await decide(link, { verdict: 'reject', reason: 'not in the holidays' })).heading).toBe('Rejected');
    const { promotion, trace } = await of.follow(id, 'rejected');
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    expect(trace.map(({ step }) => step)).toContain('0/decision/ann');
    expect(JSON.stringify(trace)).not.toContain('holidays');
    expect((await open(link)).heading).toBe('This was decided already');
  });

  it('asks no author: an approver who submits a candidate gets no link, and the other one may decide', async () => {
    const crm = await app.as('rejecting', 'ann');
    const of = promotions(crm);
    const before = (await letters('rejecting', 'ann')).length;
    const { id } = await of.start(changed('rejecting', { breaker: { windowHours: 12 } }), 'own');
    await of.follow(id, 'waiting-for-decision');
    const link = await candidateLink(app.host.inboxUrl, mailOf('rejecting', 'bob'), 1);
    expect(await letters('rejecting', 'ann')).toHaveLength(before);
    await decide(link, { verdict: 'changes', reason: 'say why' });
    await of.follow(id, 'changes-requested');
  });

  it('that nobody decides at is not approved: it expires, nothing is deployed, oversight is told', async () => {
    const crm = await app.as('expiring', 'author');
    const of = promotions(crm);
    await crm.put('book', portfolio);
    const { promotion } = await of.follow((await of.start(changed('expiring'))).id, 'expired');
    expect(promotion.stages).toEqual([]);
    expect(await letters('expiring', 'olga')).toHaveLength(1);
  });
});

describe('a bad candidate that passed every suite', () => {
  it('is caught by the monitor while it bakes, and taken back, with the time that took', {
    timeout: 180_000,
  }, async () => {
    const book = await app.as('harmed');
    await book.follow((await book.start(portfolio)).id, 'done');
    const { crm, of, id, link } = await waiting('harmed');
    const stable = await crm.json('/v1/policies');
    await decide(link, APPROVE);
    await of.follow(id, 'shadow');
    await crm.follow((await crm.ask('book', 'in-shadow')).json.id, 'shadowed');
    await of.follow(id, 'all');
    const at = new Date().toISOString();
    const outcomes = portfolio.accounts
      .slice(0, 5)
      .map(({ id: account }) => ({ contract: 'outcome/1', kind: 'opted-out', account, at }));
    const body = JSON.stringify({ contract: 'outcomes/1', outcomes });
    expect((await crm.call('POST', '/v1/outcomes', { body })).status).toBe(200);
    const schedules = readAssembly(inject('assembly')).templates.flatMap(({ Resources }) =>
      Object.keys(Object(Resources)),
    );
    await app.host.fire(schedules.find((name) => name.startsWith('MonitoringSchedule')) ?? '');
    const { promotion, trace } = await of.follow(id, 'rolled-back');
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    const { rollback } = await until(async () => {
      const shown = (await crm.call('GET', `/v1/rollbacks/${promotion.rollback}`)).json;
      return shown.rollback?.state === 'done' ? shown : undefined;
    });
    expect(rollback).toMatchObject({ policy: { outcome: 'restored' }, seconds: expect.any(Number) });
    expect(rollback.cause).toMatch(/opt-out-share|breach/);
    const after = await crm.json('/v1/policies');
    expect(after).toMatchObject({ deployed: Object(stable).deployed, baseline: 1 });
    expect((await letters('harmed', 'olga')).filter(({ text }) => text.includes(rollback.id))).toHaveLength(1);
    // The trial went with it: plans are published again.
    await crm.follow((await crm.ask('book', 'after')).json.id, 'done');
  });
});
