import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Plan } from '../../core/model/plan.ts';
import type { Run } from '../../core/model/run.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, linkTo, open, post, send } from './approver.ts';
import { type ChildHost, childHost, endChildren, fivePorts } from './child-host.ts';
import { configurator } from './configurator.ts';
import { type Crm, crm } from './crm.ts';
import type { HostArguments } from './host-process.ts';
import { AUTONOMOUS, mailOf, policiesOf } from './policies.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const portfolio = smallPortfolio();
const tenants = policiesOf({ acme: {}, robot: AUTONOMOUS });
const PARTS = ['plan', 'report', 'scorecard', 'follow-ups'];

/** What a run leaves: the bytes of each document, its chain, and the record without what the clock says. */
async function left(of: Crm, id: string) {
  const { requestedAt: _, endedAt: _ended, correlation: _correlation, ...record } = await of.run(id);
  const documents = await Promise.all(PARTS.map((part) => of.read(id, part)));
  return { record, documents, entries: (await of.trace(id)).entries };
}

/** The part of it that does not depend on when a person decided: chain up to the gate, and the steps after it. */
async function leftAtAnyPace(of: Crm, id: string) {
  const { record, documents, entries } = await left(of, id);
  const [plan, report, , followUps] = documents;
  const gate = entries.findIndex(({ step }) => step === '0/request-decision') + 1;
  const after = entries.slice(gate).map(({ step, decision, policy, flags }) => ({ step, decision, policy, flags }));
  return { plan, report, followUps, planDigest: record.planDigest, before: entries.slice(0, gate), after };
}

describe('a run whose process is killed again and again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-killed-'));
  let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
  let port = 0;
  let host: ChildHost;
  let acme: Crm;
  let run: Run;
  let link = '';

  const start = (kill?: HostArguments['kill']) => {
    host = childHost({ assembly: inject('assembly'), dataDir: join(folder, 'data'), port, ...(kill && { kill }) });
  };
  const answering = async () => {
    const { doors, token } = await host.ready;
    acme = crm(doors.api, token);
    return doors;
  };
  beforeAll(async () => {
    receiver = await webhookReceiver();
    port = await fivePorts();
    start({ table: 'Traces', write: 2 });
    const { aws } = await answering();
    const configuration = await configurator(aws);
    await configuration.deploy({ tenants, webhooks: { acme: { url: receiver.url } } });
    run = await acme.start(portfolio);
    expect(await host.killed).toBe(true);
  });
  afterAll(async () => {
    endChildren();
    await receiver?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['Evidence', 8],
    ['Gates', 1],
  ])('goes on at the next start, and is killed after its next writes to %s (%d)', async (table, write) => {
    start({ table, write });
    expect(await host.killed).toBe(true);
  });

  it('waits at its gate after the next start, has asked everybody once, and is killed there', async () => {
    start();
    const { inbox } = await answering();
    link = await linkTo(inbox, mailOf('acme', 'ann'));
    await linkTo(inbox, mailOf('acme', 'bob'));
    await acme.follow(run.id, 'waiting-for-decision');
    expect(await lettersTo(inbox, mailOf('acme', 'ann'))).toHaveLength(1);
    expect(await host.kill()).toBe(true);
  });

  it('is approved by the link mailed before; killed once the decision is written, the page does not answer', async () => {
    start({ table: 'Gates', write: 1 });
    await answering();
    const page = await open(link);
    expect(page.fields?.get('plan')).toBe((await acme.run(run.id)).planDigest);
    await expect(send(page, APPROVE)).rejects.toThrow();
    expect(await host.killed).toBe(true);
  });

  it('goes on to its commit when the approver tries again, who reads that it was decided; killed right after the commit', async () => {
    start({ table: 'Heads', write: 1 });
    await answering();
    const again = await post(new URL(link), new URLSearchParams({ verdict: 'approve', confirmed: 'true' }));
    expect([again.status, again.heading]).toEqual([409, 'This was decided already']);
    expect(await host.killed).toBe(true);
  });

  it.each([
    ['Outbox', 4],
    ['Traces', 1],
  ])('goes on after its commit, and is killed after its next writes to %s (%d)', async (table, write) => {
    start({ table, write });
    expect(await host.killed).toBe(true);
  });

  it('ends as done, with one commit, an unbroken chain, and one id for each thing the CRM was told', async () => {
    start();
    await answering();
    run = await acme.follow(run.id, 'done');
    const { entries } = await acme.trace(run.id);
    expect(verifyChain(entries, run.traceHead)).toMatchObject({ ok: true });
    expect(new Set(entries.map(({ step }) => step)).size).toBe(entries.length);
    expect(entries.filter(({ step }) => step.endsWith('/commit')).map(({ reasons }) => reasons)).toEqual([
      ['head version 1'],
    ]);
    const { assignments } = Plan.parse(JSON.parse(await acme.read(run.id, 'plan')));
    const ids = await until(() => {
      const seen = new Set(receiver.received.map(({ event }) => event.id));
      return seen.size >= assignments.length + 2 ? seen : undefined;
    }, 60);
    expect(ids.size).toBe(assignments.length + 2);
    const about = receiver.received.map(
      ({ event }) => `${event.type} ${'engagement' in event ? event.engagement : ''}`,
    );
    expect(new Set(about).size).toBe(ids.size);
  });

  it('leaves the bytes that the same run leaves on fresh data, in another process, undisturbed', async () => {
    const { doors, autonomous } = await host.ready;
    const there = crm(doors.api, autonomous);
    const app = await openApplication({ tenants });
    try {
      const calm = await app.as('acme');
      const { id } = await calm.start(portfolio);
      await decide(await linkTo(app.host.inboxUrl, mailOf('acme', 'ann')), APPROVE);
      await calm.follow(id, 'done');
      expect(await leftAtAnyPace(calm, id)).toEqual(await leftAtAnyPace(acme, run.id));
      // Where no person decides, everything is the same, scorecard and chain to the last hash.
      const here = await app.as('robot');
      const own = await here.start(portfolio);
      const other = await there.start(portfolio);
      await Promise.all([here.follow(own.id, 'done'), there.follow(other.id, 'done')]);
      expect(await left(here, own.id)).toEqual(await left(there, other.id));
    } finally {
      await app.close();
    }
  });
});
