import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PromotionDecisionShown } from '../../core/model/decision-shown.ts';
import { type RunId, TenantId } from '../../core/model/ids.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { promoting } from '../support/promoted.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: remind } = await import('../../functions/remind/index.ts');
const { gateStore } = await import('../../functions/shared/gate-store.ts');
const { promotionStore } = await import('../../functions/shared/promotion-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
afterAll(() => world.close());

const tenant = TenantId.parse('acme');
let acme: Awaited<ReturnType<typeof promoting>>;
beforeAll(async () => {
  acme = await promoting(world);
}, 60_000);

/** Webhooks are no policy: nothing is simulated, so a gate costs no worlds here. */
async function asked(key: string): Promise<{ id: RunId; plan: string; round: NonNullable<Tried['round']> }> {
  const webhooks = { acme: { url: `https://${key}.example/hook` } };
  const { id } = await acme.submit({ policySet: { ...acme.set, webhooks } }, key);
  const tried = await acme.tried(id);
  if (tried.proposal === undefined) throw new Error(`nothing to decide on: ${tried.verdict}`);
  await acme.ask(id, tried.proposal);
  return { id, plan: tried.proposal, round: tried.round };
}
type Tried = Awaited<ReturnType<typeof acme.tried>>;
const gateOf = (id: RunId) => gateStore().get(tenant, id, 0);

describe('a set that changes a webhook and no policy', () => {
  it('is tried by nothing, shows whose data goes where, and comes into force by the approvals its terms ask for', async () => {
    const { id, plan, round } = await asked('elsewhere');
    const page = await acme.show(acme.link('ann'));
    expect(page.text).toContain('https://elsewhere.example');
    expect(page.text).toContain('https://crm.example');
    expect(page.text).not.toContain('/hook');
    expect(page.text).toContain('It changes no policy, so no simulated world says anything about it');
    for (const approver of ['ann', 'bob'])
      await acme.post(acme.link(approver), { verdict: 'approve', confirmed: 'true', reason: '', plan });
    expect((await gateOf(id))?.verdict).toBe('approve');
    expect(await acme.spread(id, round)).toBe('stable');
    expect(await promotionStore().get(tenant, id)).toMatchObject({ status: 'stable', suites: [] });
    const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
    const baseline = await headStore().baseline();
    const stable = await configurationControl().policies(baseline?.policyVersion ?? '');
    expect(stable.webhooks).toEqual({ acme: { url: 'https://elsewhere.example/hook' } });
  });
});

describe('a decision on a candidate that a program reads and takes', () => {
  const read = (reference: string) => acme.show(reference, 'application/json');

  it('gets the facts of the page as JSON, which change nothing, and answers as JSON', async () => {
    const { id, plan } = await asked('by-program');
    const link = acme.link('ann');
    world.tables.countWrites();
    const [first, again] = [await read(link), await read(link)];
    expect(world.tables.countWrites()).toBe(0);
    expect([first.status, again.text]).toEqual([200, first.text]);
    const shown = PromotionDecisionShown.parse(first.json);
    expect(shown).toMatchObject({ state: 'open', plan, author: 'author', approver: 'ann', quorum: 2 });
    expect(shown).toMatchObject({ proposal: { promotion: id }, results: [], delegates: ['bob', 'cyn'] });
    expect(first.text).toContain('https://by-program.example');
    expect(first.text).not.toMatch(/\/hook|@/);
    expect(await acme.postJson(link, { verdict: 'approve', plan })).toMatchObject({
      status: 422,
      json: { type: 'urn:problem:invalid-body' },
    });
    expect(await acme.postJson(link, { delegate: 'zoe', plan })).toMatchObject({
      status: 422,
      json: { violations: [{ path: '/delegate' }] },
    });
    expect(await acme.postJson(link, { verdict: 'approve', confirmed: true, plan })).toMatchObject({
      status: 200,
      json: { promotion: id, plan, verdict: 'approve', approvalsMissing: 1 },
    });
    expect(await acme.postJson(acme.link('cyn'), { delegate: 'bob', plan })).toMatchObject({
      status: 200,
      json: { promotion: id, handedOverTo: 'bob' },
    });
    expect(await read(acme.link('cyn'))).toMatchObject({
      status: 409,
      json: { type: 'urn:problem:decision-handed-over' },
    });
    await acme.postJson(acme.link('bob'), { verdict: 'reject', reason: 'not now', plan });
    expect(await read(link)).toMatchObject({ status: 200, json: { state: 'decided', verdict: 'reject' } });
    expect(await acme.postJson(link, { verdict: 'approve', confirmed: true, plan })).toMatchObject({
      status: 409,
      json: { type: 'urn:problem:decision-already-decided' },
    });
    expect(await read('forged')).toMatchObject({ status: 404, json: { type: 'urn:problem:decision-unknown' } });
    await acme.end(id, 'rejected');
  });
});

describe('a decision on a candidate that is handed over', () => {
  it('goes to a person who may decide, with a mail of its own, is in the chain, and leaves the old link dead', async () => {
    const { id, plan } = await asked('over');
    const [old, before] = [acme.link('ann'), acme.mails('bob').length];
    const page = await acme.show(old);
    expect(page.text).toContain('Hand the decision over to somebody else');
    expect(page.text).toContain('<option value="bob">');
    const { status, text } = await acme.post(old, { delegate: 'bob', reason: 'on leave', plan });
    expect([status, text]).toEqual([200, expect.stringContaining('bob gets a message')]);
    const [mail, ...more] = acme.mails('bob').slice(before);
    expect([mail?.subject, more]).toEqual(['Handed over by ann: Decision needed: a policy', []]);
    expect((await gateOf(id))?.approvers).toEqual(['cyn', 'bob']);
    const used = await acme.post(old, { verdict: 'approve', confirmed: 'true', reason: '', plan });
    expect([used.status, used.text]).toEqual([409, expect.stringContaining('You handed this over')]);
    expect((await gateOf(id))?.decisions).toEqual([]);
    const entries = (await traceStore().read(tenant, id)).map(({ entry }) => entry);
    expect(verifyChain(entries)).toMatchObject({ ok: true });
    expect(entries.find(({ step }) => step === '0/delegation/ann')?.reasons).toEqual([
      'from ann',
      'to bob',
      `plan ${plan}`,
    ]);
    expect(JSON.stringify(entries)).not.toContain('on leave');
    // The person it went to decides.
    await acme.post(acme.link('bob'), { verdict: 'reject', reason: 'not now', plan });
    expect((await gateOf(id))?.verdict).toBe('reject');
    await acme.end(id, 'rejected');
  });

  it('is not given to the author, to nobody known, or where too few people stay for the approvals needed', async () => {
    const { id, plan } = await asked('refused');
    for (const delegate of ['author', 'zoe', 'ann']) {
      const { status, text } = await acme.post(acme.link('ann'), { delegate, reason: '', plan });
      expect([delegate, status, text]).toEqual([delegate, 422, expect.stringContaining('Choose a person of the list')]);
    }
    expect(
      (await acme.post(acme.link('ann'), { delegate: 'bob', reason: '', plan: `sha256:${'0'.repeat(64)}` })).status,
    ).toBe(409);
    // Two approvals are needed: of bob and cyn neither can go as well.
    expect((await acme.post(acme.link('ann'), { delegate: 'bob', reason: '', plan })).status).toBe(200);
    expect((await acme.post(acme.link('bob'), { delegate: 'cyn', reason: '', plan })).status).toBe(422);
    expect((await acme.show(acme.link('bob'))).text).not.toContain('Hand the decision over');
    expect((await gateOf(id))?.approvers).toEqual(['cyn', 'bob']);
    await acme.end(id, 'rejected');
  });

  it('killed after any of its writes gets its mail from the monitor, once', async () => {
    world.tables.countWrites();
    const whole = await asked('whole');
    world.tables.countWrites();
    await acme.post(acme.link('ann'), { delegate: 'bob', reason: 'on leave', plan: whole.plan });
    const writes = world.tables.countWrites();
    await acme.end(whole.id, 'rejected');
    expect(writes).toBeGreaterThan(3);
    for (let write = 1; write <= writes; write += 1) {
      const { id, plan } = await asked(`killed-${write}`);
      const [link, before] = [acme.link('ann'), acme.mails('bob').length];
      world.tables.killAfterWrite(write);
      await acme.post(link, { delegate: 'bob', reason: 'on leave', plan }).catch(() => undefined);
      world.tables.heal();
      const gate = await gateOf(id);
      if (gate?.delegations.length === 0) await acme.post(link, { delegate: 'bob', reason: 'on leave', plan });
      for (const _ of ['first', 'again']) await remind().catch(() => undefined);
      expect((await gateOf(id))?.approvers).toEqual(['cyn', 'bob']);
      const handed = acme
        .mails('bob')
        .slice(before)
        .filter(({ subject }) => subject.startsWith('Handed over by ann'));
      expect([write, handed.length >= 1 && handed.length <= 2]).toEqual([write, true]);
      await acme.end(id, 'rejected');
    }
  });
});
