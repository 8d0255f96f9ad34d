import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Decision } from '../../core/model/decision.ts';
import { DecisionShown } from '../../core/model/decision-shown.ts';
import { Digest, PersonId, TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { call } from '../support/api-call.ts';
import { gateSetup } from '../support/gate-setup.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: showDecision } = await import('../../functions/show-decision/index.ts');
const { handler: decide } = await import('../../functions/decide/index.ts');
const { references } = await import('../../functions/shared/reference.ts');
const { GateBrief, putBrief } = await import('../../functions/shared/gate-brief.ts');
const { objectionsOf } = await import('../../functions/shared/objections.ts');
const { outcomeStore } = await import('../../functions/shared/outcome-store.ts');
const { traceStore } = await import('../../functions/shared/trace-store.ts');
const links = references();
const objections = objectionsOf(outcomeStore());
afterAll(() => world.close());
afterEach(() => {
  vi.useRealTimers();
});

const tenant = TenantId.parse('acme');
const person = (id: string) => PersonId.parse(id);
const { evidence, runs, gates, fixture, plan, brief, open, waitingRun } = await gateSetup(world, tenant);
const approver = (id: string, mayDecide = true) => ({ id, email: `${id}@example.com`, mayDecide });
const setApprovers = (...approvers: object[]) =>
  world.aws.configuration.set('policy', {
    contract: 'policy-set/1',
    default: { contract: 'policy/1', approvers },
  });

const EXPIRES = new Date(Date.now() + 3_600_000).toISOString();
let run: Run;
let token: string;
beforeEach(async () => {
  setApprovers(approver('dana'), approver('eli'), approver('ana'));
  ({ run, token } = await waitingRun());
});

async function openGate(quorum: 1 | 2 = 1, more: { askedBy?: string } = {}) {
  await open({ run, token, asked: ['dana', 'eli', 'ana'], quorum, expiresAt: EXPIRES, ...more });
  return { dana: await link('dana'), eli: await link('eli') };
}
const link = (id: string, more: { tenant?: string; plan?: Digest; gate?: number; expiresAt?: string } = {}) =>
  links.issue(
    {
      kind: 'decision',
      tenant: TenantId.parse(more.tenant ?? 'acme'),
      run: run.id,
      gate: more.gate ?? 0,
      approver: person(id),
      plan: more.plan ?? plan,
    },
    more.expiresAt ?? EXPIRES,
  );
const ROUTE = '/v1/decisions/{reference}';
const show = (reference: string, method = 'GET', accept = '*/*') =>
  call(showDecision, `${method} ${ROUTE}`, { path: { reference }, headers: { accept } });
const read = (reference: string, method = 'GET') => show(reference, method, 'application/json');
const post = (reference: string, fields: Record<string, string>) =>
  call(decide, `POST ${ROUTE}`, {
    path: { reference },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  });
const postJson = (reference: string, body: object) => call(decide, `POST ${ROUTE}`, { path: { reference }, body });
const APPROVE = { verdict: 'approve', plan, confirmed: 'true', reason: '' };
const REJECT = { verdict: 'reject', plan, reason: 'too many calls' };
const told = () => world.aws.tasks.get(token);
const gate = () => gates.get(tenant, run.id, 0);

describe('an approval link', () => {
  it('opened by scanners and people, once or often, changes nothing', async () => {
    const { dana } = await openGate();
    const before = await gate();
    world.tables.countWrites();
    const pages = [await show(dana), await show(dana), await show(dana, 'HEAD')];
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(pages[0]?.text).toContain('Your decision is needed');
    expect(pages[1]?.text).toBe(pages[0]?.text);
    expect(pages[2]?.text).toBe('');
    expect(pages[0]?.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(world.tables.countWrites()).toBe(0);
    expect(await gate()).toEqual(before);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('gives a program the facts of the page as JSON, opens no less safely, and is decided by what they say', async () => {
    const { dana } = await openGate(2);
    const before = await gate();
    world.tables.countWrites();
    const answers = [await read(dana), await read(dana), await read(dana, 'HEAD')];
    expect(world.tables.countWrites()).toBe(0);
    expect(await gate()).toEqual(before);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect(answers[2]?.text).toBe('');
    expect(answers[0]?.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    const shown = DecisionShown.parse(answers[0]?.json);
    if (shown.state !== 'open') throw new Error('it is open');
    expect(shown).toMatchObject({ run: run.id, plan, author: 'ana', approver: 'dana', quorum: 2, expiresAt: EXPIRES });
    expect(shown).toMatchObject({
      meetings: fixture.plan.assignments.length,
      risk: fixture.plan.risk,
      delegates: ['eli'],
    });
    const page = (await show(dana)).text;
    for (const { title } of shown.against) expect(page.toLowerCase()).toContain(title.toLowerCase());
    const { added, moved, cancelled } = shown.changes;
    expect(page).toContain(`${added.length} added, ${moved.length} moved, ${cancelled.length} cancelled`);
    expect(answers[0]?.text).not.toMatch(/example\.com|"reference"/);
    expect(await postJson(dana, { ...APPROVE, confirmed: true, plan: shown.plan })).toMatchObject({
      json: { approvalsMissing: 1 },
    });
  });

  it('is a page for whoever names no kind, or HTML first, as browsers and scanners do', async () => {
    const { dana } = await openGate();
    for (const accept of ['*/*', 'text/html,application/xhtml+xml,application/json;q=0.5', ''])
      expect((await show(dana, 'GET', accept)).headers['content-type']).toMatch(/^text\/html/);
    expect((await show(dana, 'GET', 'Application/JSON, text/html;q=0.1')).json).toMatchObject({ state: 'open' });
  });

  it('tells a program as little as the page, and as clearly: unknown, decided, handed over, expired', async () => {
    const { dana, eli } = await openGate();
    const strangers = ['forged', await link('zoe'), await link('dana', { tenant: 'rival' })];
    for (const reference of strangers)
      expect(await read(reference)).toMatchObject({ status: 404, json: { type: 'urn:problem:decision-unknown' } });
    expect(await read(await link('ana'))).toMatchObject({
      status: 403,
      json: { type: 'urn:problem:decision-own-run' },
    });
    await post(dana, REJECT);
    expect(await read(eli)).toMatchObject({ status: 200, json: { state: 'decided', verdict: 'reject' } });
    ({ run, token } = await waitingRun());
    const late = (await openGate()).dana;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(EXPIRES) + 1 });
    expect(await read(late)).toMatchObject({ status: 410, json: { type: 'urn:problem:decision-expired' } });
  });

  it('approves once, tells the waiting state, and keeps what was shown to whom', async () => {
    const { dana } = await openGate();
    const page = await show(dana);
    const answer = await post(dana, APPROVE);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Approved');
    expect(told()).toEqual({ kind: 'success', said: JSON.stringify({ verdict: 'approve', approvers: ['dana'] }) });
    const decided = (await gate())?.decisions[0];
    const decision = await evidence.get(tenant, 'decision/1', Digest.parse(decided?.evidence), Decision);
    expect(decision).toMatchObject({ approver: 'dana', verdict: 'approve', plan, run: run.id });
    expect(await evidence.getText(tenant, 'page/1', decision.shown)).toBe(page.text);
    expect(page.text).not.toContain(dana.slice(0, 40));
  });

  it('used again says what was decided and changes nothing', async () => {
    const { dana, eli } = await openGate();
    await post(dana, APPROVE);
    const before = await gate();
    for (const reference of [dana, eli]) {
      expect((await show(reference)).text).toContain('decided already');
      expect(await post(reference, REJECT)).toMatchObject({ status: 409 });
      expect(await postJson(reference, REJECT)).toMatchObject({
        status: 409,
        json: { type: 'urn:problem:decision-already-decided' },
      });
    }
    expect(await gate()).toEqual(before);
  });

  it('posted many times at once decides exactly once', async () => {
    const { dana, eli } = await openGate();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => post(dana, APPROVE)),
      ...Array.from({ length: 4 }, () => post(eli, REJECT)),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
    expect((await gate())?.decisions).toHaveLength(1);
  });

  it('with two approvals needed waits for the second person, and one rejection ends it', async () => {
    const { dana, eli } = await openGate(2);
    expect((await post(dana, APPROVE)).text).toContain('1 more is needed');
    expect(told()).toEqual({ kind: 'waiting', said: '' });
    expect(await post(dana, APPROVE)).toMatchObject({ status: 409 });
    expect(told()).toEqual({ kind: 'waiting', said: '' });
    await post(eli, REJECT);
    expect(told()?.said).toBe(JSON.stringify({ verdict: 'reject', approvers: ['dana', 'eli'] }));
  });

  it('decides by JSON too', async () => {
    const { dana } = await openGate();
    const answer = await postJson(dana, { verdict: 'changes', plan, reason: 'fewer calls on Friday' });
    expect(answer).toMatchObject({ status: 200, json: { verdict: 'changes', approvalsMissing: 0 } });
    expect(told()?.said).toContain('"changes"');
  });

  it('posted without tick, reason or verdict shows the page again with what is missing', async () => {
    const { dana } = await openGate();
    for (const fields of [
      { ...APPROVE, confirmed: '' },
      { ...REJECT, reason: ' ' },
      { plan, reason: '<b>x</b>' },
    ]) {
      const answer = await post(dana, fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Nothing was decided yet');
      expect(answer.text).not.toContain('<b>x</b>');
    }
    expect((await gate())?.decisions).toEqual([]);
    expect(await post(dana, { ...REJECT, reason: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
  });

  it('for another plan than the gate’s, in link or form, is stale', async () => {
    await openGate();
    const other = digest('plan/1', { other: true });
    expect(await show(await link('dana', { plan: other }))).toMatchObject({ status: 409 });
    expect(await post(await link('dana'), { ...APPROVE, plan: other })).toMatchObject({ status: 409 });
    expect((await gate())?.decisions).toEqual([]);
  });
});

describe('a link that decides nothing', () => {
  it.each([
    ['the author’s', {}, 'ana'],
    ['of who asked for it in the name of another, and became an approver since', { askedBy: 'dana' }, 'dana'],
  ])('is %s own: the page says that another person decides', async (_, more, who) => {
    await openGate(1, more);
    const own = await link(who);
    for (const answer of [await show(own), await post(own, APPROVE)]) {
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.text).toContain('This run is your own');
    }
    const asProgram = await postJson(own, { verdict: 'approve', plan, confirmed: true });
    expect(asProgram).toMatchObject({ status: 403, json: { type: 'urn:problem:decision-own-run' } });
    expect((await gate())?.decisions).toEqual([]);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('is a stranger’s, a removed approver’s, another tenant’s or gate’s', async () => {
    await openGate();
    setApprovers(approver('dana', false), approver('ana'));
    const attempts = [
      await link('mallory'),
      await link('dana'),
      await link('eli'),
      await link('dana', { tenant: 'rival' }),
      await link('dana', { gate: 1 }),
    ];
    for (const reference of attempts) {
      expect(await show(reference)).toMatchObject({ status: 404 });
      expect(await post(reference, APPROVE)).toMatchObject({ status: 404 });
    }
    expect((await gate())?.decisions).toEqual([]);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('is forged, cut, tampered with, or of another kind', async () => {
    const { dana } = await openGate();
    const parts = dana.split('.');
    const feed = await links.issue(
      { kind: 'feed', tenant, rep: fixture.portfolio.reps[0]?.id ?? (await Promise.reject(new Error('no rep'))) },
      EXPIRES,
    );
    const flipped = (index: number) =>
      parts.map((part, at) => (at === index ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part)).join('.');
    const attempts = [
      '',
      'x',
      '../..',
      dana.slice(0, -3),
      `${dana}A.B`,
      flipped(0),
      flipped(2),
      flipped(3),
      flipped(4),
    ];
    const plain = `${Buffer.from('{"alg":"none"}').toString('base64url')}..a.b.c`;
    for (const reference of [...attempts, feed, plain, 'a'.repeat(5_000)]) {
      expect(await show(reference)).toMatchObject({ status: 404 });
      expect(await post(reference, APPROVE)).toMatchObject({ status: 404 });
    }
    expect((await gate())?.decisions).toEqual([]);
  });

  it('has expired, by its own time or the gate’s', async () => {
    const { dana } = await openGate();
    const past = await link('dana', { expiresAt: new Date(Date.now() - 1_000).toISOString() });
    expect(await show(past)).toMatchObject({ status: 410 });
    expect(await post(past, APPROVE)).toMatchObject({ status: 410 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(EXPIRES) + 1 });
    expect((await show(dana)).text).toContain('expired');
    expect(await post(dana, APPROVE)).toMatchObject({ status: 410 });
    vi.useRealTimers();
    expect((await gate())?.decisions).toEqual([]);
  });

  it('belongs to a run that has ended or a gate that was closed', async () => {
    const { dana } = await openGate();
    await runs.patch(tenant, run.id, { status: 'stopped' });
    expect(await post(dana, APPROVE)).toMatchObject({ status: 410 });
    await gates.close(tenant, run.id, 0, 'closed');
    expect(await post(dana, APPROVE)).toMatchObject({ status: 410 });
    expect((await gate())?.decisions).toEqual([]);
  });
});

describe('a decision whose callback was lost', () => {
  it('stands, and the next POST sends the callback', async () => {
    const { dana } = await openGate();
    world.aws.away.add('states');
    expect(await post(dana, APPROVE)).toMatchObject({ status: 503 });
    expect(await gate()).toMatchObject({ state: 'decided', verdict: 'approve', answered: false });
    world.aws.away.delete('states');
    await show(dana);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
    expect(await post(dana, APPROVE)).toMatchObject({ status: 409 });
    expect(told()?.kind).toBe('success');
    expect(await gate()).toMatchObject({ answered: true });
  });

  it('for a state that is gone is told to the state that comes after it', async () => {
    const { dana } = await openGate();
    world.aws.tasks.delete(token);
    expect(await post(dana, APPROVE)).toMatchObject({ status: 200 });
    expect(await gate()).toMatchObject({ state: 'decided', answered: false });
    const again = await gates.open(tenant, run.id, 0, {
      plan,
      brief,
      author: run.author,
      approvers: [person('eli')],
      quorum: 2,
      expiresAt: '2099-01-01T00:00:00Z',
      token: 'another',
    });
    expect(again).toMatchObject({ state: 'decided', verdict: 'approve', token: 'another', quorum: 1 });
  });

  it('and a process killed after any write of the decision ends decided once, and told', async () => {
    await openGate();
    world.tables.countWrites();
    await post(await link('dana'), APPROVE);
    const writes = world.tables.countWrites();
    expect(writes).toBeGreaterThanOrEqual(5);
    for (let kill = 1; kill <= writes; kill += 1) {
      ({ run, token } = await waitingRun());
      const { dana } = await openGate();
      world.tables.killAfterWrite(kill);
      expect((await post(dana, APPROVE)).status).toBe(503);
      world.tables.heal();
      expect([200, 409]).toContain((await post(dana, APPROVE)).status);
      expect(await gate()).toMatchObject({ state: 'decided', verdict: 'approve' });
      expect((await gate())?.decisions).toHaveLength(1);
      const chain = (await traceStore().read(tenant, run.id)).map(({ entry }) => entry);
      expect(chain.map(({ step, decision }) => [step, decision])).toEqual([['0/decision/dana', 'approve']]);
      expect((await runs.get(tenant, run.id))?.traceHead).toBe(chain[0]?.hash);
      expect(told()).toEqual({ kind: 'success', said: JSON.stringify({ verdict: 'approve', approvers: ['dana'] }) });
    }
  });
});

describe('an objection while a plan is decided on', () => {
  const [meeting] = fixture.plan.assignments;
  if (meeting === undefined) throw new Error('a meeting is needed');

  it('is told by the page, and a rejection says what is called off all the same', async () => {
    // Whenever this is asked, the meetings are still to come.
    const start = new Date(Date.now() + 86_400_000).toISOString();
    const assignments = fixture.plan.assignments.map((one) => ({ ...one, start }));
    const ahead = await evidence.put(tenant, 'plan/1', { ...fixture.plan, assignments });
    const inForce = await putBrief(evidence, tenant, { ...(await briefOf()), plan: ahead, published: ahead });
    await open({ run, token, asked: ['dana'], quorum: 1, expiresAt: EXPIRES, brief: inForce });
    const dana = await link('dana');
    expect((await show(dana)).text).not.toContain('objected to any contact');
    await objections.keep(tenant, [meeting.account], { at: '2026-11-22T09:00:00Z', source: 'outcome' });
    expect((await show(dana)).text).toContain('A customer objected to any contact');
    const rejected = await post(dana, REJECT);
    expect(rejected.text).toContain(`published meeting with ${meeting.account} is called off already`);
    expect((await show(dana)).text).toContain('The plan was rejected by dana on');
  });
});

async function briefOf() {
  return evidence.get(tenant, 'gate-brief/1', brief, GateBrief);
}
