import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Digest, RunId, TenantId } from '../../core/model/ids.ts';
import type { Assignment, Plan } from '../../core/model/plan.ts';
import { reportFixture } from '../support/report-fixture.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { commitmentsOf } = await import('../../functions/shared/mission-documents.ts');
const { objectionsOf } = await import('../../functions/shared/objections.ts');
const { outbox, outboxQueue } = await import('../../functions/shared/outbox.ts');
const { outcomeStore } = await import('../../functions/shared/outcome-store.ts');
const { publicationEvents } = await import('../../functions/shared/publication.ts');
const { planRestorer } = await import('../../functions/shared/restore-plan.ts');
const evidence = evidenceStore();
const heads = headStore();
const queue = outboxQueue();
const objections = objectionsOf(outcomeStore());
const restore = planRestorer({ evidence, heads, objections, queue });
afterAll(() => world.close());

const fixture = reportFixture({ accounts: 6, reps: 1, days: 3 });
const [first, second, third] = fixture.plan.assignments;
if (first === undefined || second === undefined || third === undefined) throw new Error('three meetings are needed');

let counter = 0;
let tenant: TenantId;
beforeEach(() => {
  counter += 1;
  tenant = TenantId.parse(`tenant-${counter}`);
});

/** A plan of these meetings in force, by a run of its own; what its publication would tell comes with it. */
async function committed(over: { readonly digest: Digest; readonly plan: Plan } | null, assignments: Assignment[]) {
  counter += 1;
  const run = RunId.parse(`run-${String(counter).padStart(32, '0')}`);
  const portfolio = await evidence.put(tenant, 'portfolio/1', fixture.portfolio);
  const plan = { ...fixture.plan, portfolio, assignments, objective: counter };
  const digest: Digest = await evidence.put(tenant, 'plan/1', plan);
  const next = { plan: digest, portfolio, policy: digest, run };
  const { verdict, version } = await heads.commit(tenant, over?.digest ?? null, next);
  expect(verdict).toBe('committed');
  const of = { tenant, run, correlation: 'c' };
  const before = over === null ? [] : commitmentsOf(over.plan);
  return { of, digest, plan, version, events: publicationEvents(of, version, digest, plan, before) };
}

/** What a CRM knows that heard every event, in whatever order: of each meeting the event of the highest version counts. */
async function known(): Promise<string[]> {
  const told = (await outbox().all(tenant)).filter(({ state }) => state !== 'withdrawn').map(({ event }) => event);
  const last = new Map<string, (typeof told)[number] & { version: number }>();
  for (const event of told) {
    if (!('engagement' in event)) continue;
    const seen = last.get(event.engagement);
    if (seen === undefined || seen.version < event.version) last.set(event.engagement, event);
  }
  return [...last].flatMap(([id, { type }]) => (type === 'engagement.cancelled' ? [] : [id])).sort();
}
const idsOf = (assignments: readonly Assignment[]) => assignments.map(({ engagement }) => String(engagement)).sort();
const toldBy = async (run: RunId) =>
  (await outbox().all(tenant)).filter(({ event, state }) => event.run === run && state !== 'withdrawn');

describe('a commit that is undone', () => {
  it('and was told in full is corrected in full', async () => {
    const stable = await committed(null, [first, second]);
    await queue.publish(stable.events);
    const wrong = await committed(stable, [first, third]);
    await queue.publish(wrong.events);
    expect(await known()).toEqual(idsOf([first, third]));
    expect(await restore(wrong.of)).toEqual({ restored: true, version: 3, events: 3 });
    expect(await known()).toEqual(idsOf([first, second]));
  });

  it('before anybody was told is corrected in nothing: no meeting is cancelled that was never announced', async () => {
    const stable = await committed(null, [first, second]);
    await queue.publish(stable.events);
    const wrong = await committed(stable, [first, third]);
    expect(await restore(wrong.of)).toEqual({ restored: true, version: 3, events: 1 });
    expect((await toldBy(wrong.of.run)).map(({ event }) => event.type)).toEqual(['plan.rolled-back']);
    expect(await known()).toEqual(idsOf([first, second]));
  });

  it('half-way through its publication is corrected by that half, and whoever is still at it tells no more', async () => {
    const wrong = await committed(null, [first, second, third]);
    await queue.publish(wrong.events.slice(0, 2));
    const sent = world.aws.queue.length;
    expect(await restore(wrong.of)).toEqual({ restored: true, version: 2, events: 3 });
    expect(await known()).toEqual([]);
    const told = await toldBy(wrong.of.run);
    await queue.publish(wrong.events);
    expect(await toldBy(wrong.of.run)).toEqual(told);
    const late = world.aws.queue.slice(sent).map((body) => String(JSON.parse(body).event));
    expect(late.filter((id) => id.endsWith(`scheduled.${third.engagement}`))).toEqual([]);
    expect(await restore(wrong.of)).toEqual({ restored: true, version: 2, events: 3 });
  });

  it('is corrected, too, where the rollback was cut off right after it and another plan was committed since', async () => {
    const stable = await committed(null, [first]);
    await queue.publish(stable.events);
    const wrong = await committed(stable, [first, second]);
    await queue.publish(wrong.events);
    await heads.rollBack(tenant, wrong.of.run);
    const next = await committed(stable, [first, third]);
    await queue.publish(next.events);
    expect(await known()).toEqual(idsOf([first, second, third]));
    expect(await restore(wrong.of)).toEqual({ restored: true, version: 3, events: 2 });
    expect(await known()).toEqual(idsOf([first, third]));
    expect((await heads.plan(tenant))?.current?.run).toBe(next.of.run);
  });

  it('does not bring back a meeting with somebody who objected since', async () => {
    const stable = await committed(null, [first, second]);
    await queue.publish(stable.events);
    await objections.keep(tenant, [second.account], { at: '2026-11-22T09:00:00.000Z', source: 'outcome' });
    const wrong = await committed(stable, [first, third]);
    await queue.publish(wrong.events);
    await restore(wrong.of);
    expect(await known()).toEqual(idsOf([first]));
    const feed = await heads.feed(tenant, first.rep);
    const calendar = feed && (await evidence.find(tenant, feed.feed));
    expect(calendar?.text).toContain(first.engagement);
    expect(calendar?.text).not.toContain(second.engagement);
  });

  it('and one before it, too, goes back as far: never to an empty calendar while a plan is kept', async () => {
    const [one, two, three] = [[first], [first, second], [second, third]];
    const plans = [await committed(null, one)];
    for (const assignments of [two, three]) plans.push(await committed(plans.at(-1) ?? null, assignments));
    for (const { events } of plans) await queue.publish(events);
    for (const { of } of plans.toReversed().slice(0, 2)) expect(await restore(of)).toMatchObject({ restored: true });
    expect(await heads.plan(tenant)).toMatchObject({ version: 5, current: { plan: plans[0]?.digest }, earlier: [] });
    expect(await known()).toEqual(idsOf([first]));
  });

  it('of a run that never committed changes and tells nothing', async () => {
    const idle = { tenant, run: RunId.parse(`run-${'e'.repeat(32)}`), correlation: 'c' };
    expect(await restore(idle)).toEqual({ restored: false, version: null, events: 0 });
    expect(await outbox().all(tenant)).toEqual([]);
  });
});
