import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { call } from '../support/api-call.ts';
import { gateSetup } from '../support/gate-setup.ts';
import { flags, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: showDecision } = await import('../../functions/show-decision/index.ts');
const { handler: decide } = await import('../../functions/decide/index.ts');
const { handler: remind } = await import('../../functions/remind/index.ts');
const { references } = await import('../../functions/shared/reference.ts');
const links = references();
afterAll(() => world.close());
afterEach(async () => {
  vi.useRealTimers();
  world.aws.configuration.set('flags', flags());
  await runs.patch(tenant, run.id, { status: 'stopped' });
});

const tenant = TenantId.parse('acme');
const person = (id: string) => PersonId.parse(id);
const { evidence, runs, gates, plan, open, waitingRun } = await gateSetup(world, tenant);
const approvers = ['dana', 'eli', 'fay', 'ana'].map((id) => ({ id, email: `${id}@example.com` }));
world.aws.configuration.set('policy', {
  contract: 'policy-set/1',
  default: { contract: 'policy/1', approvers, gate: { reminderAfterMinutes: 60 } },
});

const MINUTE = 60_000;
const NOW = Date.now();
const EXPIRES = new Date(NOW + 240 * MINUTE).toISOString();
let run: Run;
let token: string;
beforeEach(async () => {
  ({ run, token } = await waitingRun());
});

async function openGate(quorum: 1 | 2 = 1, asked = ['dana', 'eli']) {
  await open({ run, token, asked, quorum, expiresAt: EXPIRES });
}
const link = (id: string) =>
  links.issue({ kind: 'decision', tenant, run: run.id, gate: 0, approver: person(id), plan }, EXPIRES);
const gate = () => gates.get(tenant, run.id, 0);
const told = () => world.aws.tasks.get(token);
const later = (minutes: number) => vi.useFakeTimers({ toFake: ['Date'], now: NOW + minutes * MINUTE });
/** Subjects of the mails to a person since the last look. */
let read = 0;
function mailsSince(): { to: string; subject: string; text: string }[] {
  const fresh = world.aws.mails.slice(read);
  read = world.aws.mails.length;
  return fresh.map((mail) => {
    const { Destination, Content } = JSON.parse(JSON.stringify(mail));
    const { Subject, Body } = Content.Simple;
    return { to: Destination.ToAddresses[0], subject: Subject.Data, text: Body.Text.Data };
  });
}
beforeEach(() => void mailsSince());
const ROUTE = '/v1/decisions/{reference}';
const show = (reference: string) => call(showDecision, `GET ${ROUTE}`, { path: { reference } });
const post = (reference: string, body: object) => call(decide, `POST ${ROUTE}`, { path: { reference }, body });
const APPROVE = { verdict: 'approve', plan, confirmed: true };

describe('the monitor of gates', () => {
  it('gives a gate that waits in order its heartbeat, each time, and writes to nobody', async () => {
    await openGate();
    const before = world.aws.beats.length;
    await remind();
    await remind();
    expect(world.aws.beats.slice(before)).toEqual([token, token]);
    expect(mailsSince()).toEqual([]);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('reminds each person who has not decided, once, when the time has come', async () => {
    await openGate(2, ['dana', 'eli', 'fay']);
    await post(await link('dana'), APPROVE);
    later(61);
    await remind();
    await remind();
    const mails = mailsSince();
    expect(mails.map(({ to }) => to).sort()).toEqual(['eli@example.com', 'fay@example.com']);
    for (const { subject, text } of mails) {
      expect(subject).toMatch(/^Reminder: Decision needed/);
      const reference = /decisions\/(\S+)/.exec(text)?.[1] ?? '';
      expect((await show(reference)).status).toBe(200);
    }
  });

  it('killed after the mail and called again reminds at most twice, and once where nothing is killed', async () => {
    await openGate(1, ['dana']);
    later(61);
    world.tables.killAfterWrite(0);
    await expect(remind()).rejects.toThrow(expect.objectContaining({ name: 'Transient' }));
    world.tables.heal();
    await remind();
    expect(mailsSince().length).toBeLessThanOrEqual(2);
  });

  it('ends the waiting states of every run while the stop flag is set, without a decision', async () => {
    await openGate();
    world.aws.configuration.set('flags', flags(true));
    await remind();
    expect(told()).toEqual({ kind: 'failure', said: 'RunStopped' });
    expect((await gate())?.decisions).toEqual([]);
  });

  it('ends a run marked to stop whose failure call was lost', async () => {
    await openGate();
    await runs.stop(tenant, run.id, 'ana', 'enough');
    await remind();
    expect(told()).toEqual({ kind: 'failure', said: 'RunStopped' });
  });

  it('answers the waiting state again where the callback of a decision was lost', async () => {
    await openGate();
    world.aws.away.add('states');
    expect((await post(await link('dana'), APPROVE)).status).toBe(503);
    world.aws.away.delete('states');
    expect(await gate()).toMatchObject({ state: 'decided', answered: false });
    await remind();
    expect(told()?.kind).toBe('success');
    expect(await gate()).toMatchObject({ answered: true });
    await remind();
    expect(told()?.said).toContain('"approve"');
  });

  it('closes the gate of a run that has ended, and looks at it no more', async () => {
    await openGate();
    await runs.patch(tenant, run.id, { status: 'stopped' });
    await remind();
    expect(await gate()).toMatchObject({ state: 'closed' });
    expect((await gates.openGates()).map((open) => open.run)).not.toContain(run.id);
    expect((await post(await link('dana'), APPROVE)).status).toBe(410);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('leaves a gate past its expiry to the time-out of its state', async () => {
    await openGate();
    later(241);
    const before = world.aws.beats.length;
    await remind();
    expect(world.aws.beats.slice(before)).not.toContain(token);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
  });

  it('goes on with the other gates when one gives trouble, and says so', async () => {
    await openGate();
    const healthy = token;
    const broken = await waitingRun();
    // A brief that is not there is trouble, once a mail is due.
    const none = await evidence.put(TenantId.parse('rival'), 'gate-brief/1', { other: true });
    await open({ ...broken, asked: ['dana'], expiresAt: EXPIRES, brief: none });
    later(61);
    const before = world.aws.beats.length;
    await expect(remind()).rejects.toThrow(/1 of \d+ gates were not looked after/);
    expect(world.aws.beats.slice(before)).toContain(healthy);
    await runs.patch(tenant, broken.run.id, { status: 'failed' });
  });
});

describe('a token of another run', () => {
  it('or of another gate decides nothing, and tells nobody', async () => {
    await openGate();
    const other = RunId.parse(`run-${'c'.repeat(32)}`);
    const foreign = await links.issue(
      { kind: 'decision', tenant, run: other, gate: 0, approver: person('dana'), plan },
      EXPIRES,
    );
    expect((await post(foreign, APPROVE)).status).toBe(404);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
    expect((await gate())?.decisions).toEqual([]);
  });

  it('after the end of its run changes nothing, however often the callback is made', async () => {
    await openGate();
    const dana = await link('dana');
    await post(dana, APPROVE);
    await runs.patch(tenant, run.id, { status: 'done' });
    const before = await gate();
    for (let again = 0; again < 3; again += 1) expect((await post(dana, APPROVE)).status).toBe(409);
    expect(await gate()).toEqual(before);
    expect(told()).toEqual({ kind: 'success', said: JSON.stringify({ verdict: 'approve', approvers: ['dana'] }) });
  });
});

describe('a decision handed over', () => {
  it('is recorded, mailed to the new person with a link of their own, and the old link is dead', async () => {
    await openGate(1, ['dana', 'eli']);
    const dana = await link('dana');
    expect((await show(dana)).text).toContain('Hand the decision over');
    expect((await show(dana)).text).toContain('<option value="fay">');
    const answer = await post(dana, { delegate: 'fay', plan, reason: 'on leave' });
    expect(answer).toMatchObject({ status: 200, json: { handedOverTo: 'fay' } });
    expect(await gate()).toMatchObject({
      approvers: ['eli', 'fay'],
      delegations: [{ from: 'dana', to: 'fay' }],
      decisions: [],
    });
    const [mail] = mailsSince();
    expect(mail).toMatchObject({ to: 'fay@example.com', subject: expect.stringMatching(/^Handed over by dana: /) });
    expect((await show(dana)).text).toContain('You handed this over');
    expect(await post(dana, APPROVE)).toMatchObject({
      status: 409,
      json: { type: 'urn:problem:decision-handed-over' },
    });
    const fay = /decisions\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect((await post(fay, APPROVE)).status).toBe(200);
    expect(told()?.said).toBe(JSON.stringify({ verdict: 'approve', approvers: ['fay'] }));
  });

  it('to the author, a stranger, oneself, or who has decided is refused, and nothing changes', async () => {
    await openGate(2, ['dana', 'eli', 'fay']);
    await post(await link('eli'), APPROVE);
    const before = await gate();
    const dana = await link('dana');
    for (const delegate of ['ana', 'mallory', 'dana', 'eli'])
      expect(await post(dana, { delegate, plan })).toMatchObject({
        status: 422,
        json: { violations: [{ path: '/delegate', rule: 'delegate.eligible' }] },
      });
    expect(await gate()).toEqual(before);
  });

  it('never brings one person two approvals: the quorum stays two distinct people', async () => {
    await openGate(2, ['dana', 'eli']);
    const dana = await link('dana');
    expect((await post(dana, { delegate: 'eli', plan })).status).toBe(422);
    expect((await post(dana, { delegate: 'fay', plan })).status).toBe(200);
    expect((await post(await link('fay'), APPROVE)).status).toBe(200);
    expect((await post(await link('fay'), APPROVE)).status).toBe(409);
    expect(told()).toEqual({ kind: 'waiting', said: '' });
    await post(await link('eli'), APPROVE);
    expect(told()?.said).toBe(JSON.stringify({ verdict: 'approve', approvers: ['fay', 'eli'] }));
  });

  it('twice at once to two people goes to one of them', async () => {
    await openGate(1, ['dana']);
    const dana = await link('dana');
    const answers = await Promise.all(['eli', 'fay'].map((delegate) => post(dana, { delegate, plan })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await gate())?.delegations).toHaveLength(1);
  });

  it('with another plan in the form is stale', async () => {
    await openGate();
    const other = await evidence.put(tenant, 'plan/1', { other: true });
    expect((await post(await link('dana'), { delegate: 'fay', plan: other })).status).toBe(409);
    expect((await gate())?.delegations).toEqual([]);
  });

  it('whose mail was lost with the process is mailed by the monitor, once', async () => {
    await openGate(1, ['dana']);
    const dana = await link('dana');
    world.aws.away.add('ses');
    expect((await post(dana, { delegate: 'fay', plan })).status).toBe(503);
    world.aws.away.delete('ses');
    expect((await gate())?.delegations).toHaveLength(1);
    await remind();
    await remind();
    expect(mailsSince().map(({ to }) => to)).toEqual(['fay@example.com']);
  });
});
