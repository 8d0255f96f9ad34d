import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
const [first, second, third, fourth, fifth] = fixture.plan.assignments;
if (!first || !second || !third || !fourth || !fifth) throw new Error('five meetings are needed');

/** The days of the fixture begin on Monday, 2026-11-23. */
const SUNDAY = '2026-11-22T12:00:00Z';
const [MONDAY_NINE, MONDAY_TEN, MONDAY_NOON] = ['2026-11-23T09:00:00Z', '2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z'];
const [TUESDAY_NINE, WEDNESDAY_NINE] = ['2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z'];
const at = (start: string, meeting: Assignment): Assignment => ({ ...meeting, start });
const itIs = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) });
afterEach(() => vi.useRealTimers());

let counter = 0;
let tenant: TenantId;
beforeEach(() => {
  counter += 1;
  tenant = TenantId.parse(`tenant-${counter}`);
  itIs(SUNDAY);
});

/** A plan of these meetings in force, by a run of its own; what its publication would tell comes with it. */
async function committed(
  over: { readonly digest: Digest; readonly plan: Plan } | null,
  assignments: Assignment[],
  present: string = fixture.portfolio.asOf,
) {
  counter += 1;
  const run = RunId.parse(`run-${String(counter).padStart(32, '0')}`);
  const portfolio = await evidence.put(tenant, 'portfolio/1', fixture.portfolio);
  const plan = { ...fixture.plan, portfolio, assignments, objective: counter };
  const digest: Digest = await evidence.put(tenant, 'plan/1', plan);
  const next = { plan: digest, portfolio, policy: digest, run };
  const { verdict, version } = await heads.commit(tenant, over?.digest ?? null, next, present);
  expect(verdict).toBe('committed');
  const of = { tenant, run, correlation: 'c' };
  const before = over === null ? [] : commitmentsOf(over.plan);
  return { of, digest, plan, version, events: publicationEvents(of, { version, digest, plan, present, before }) };
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
/** What a rollback told of meetings, with nothing of the publication it undid. */
const correctedBy = async ({ of, version }: { readonly of: { readonly run: RunId }; readonly version: number }) =>
  (await toldBy(of.run))
    .flatMap(({ event }) =>
      'engagement' in event && event.version > version ? [`${event.type} ${event.engagement}`] : [],
    )
    .sort();
const inCalendar = async (): Promise<string[]> => {
  const feed = await heads.feed(tenant, first.rep);
  const calendar = feed && (await evidence.find(tenant, feed.feed));
  return [...String(calendar?.text).matchAll(/UID:(.*)\.tenant-/g)].map(([, id]) => String(id)).sort();
};

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
    expect(await inCalendar()).toEqual(idsOf([first]));
  });

  describe('when some of its meetings are past', () => {
    /** At eleven, `dropped`, `late` and `kept` are past in the plan that comes back, `kept` and `held` in the one that goes. */
    const [dropped, late, kept, held, next] = [first, second, third, fourth, fifth];
    const replaced = async () => {
      const stable = await committed(null, [
        at(MONDAY_NINE, dropped),
        at(MONDAY_TEN, late),
        at(MONDAY_TEN, kept),
        at(MONDAY_NOON, next),
      ]);
      await queue.publish(stable.events);
      const wrong = await committed(stable, [
        at(TUESDAY_NINE, late),
        at(MONDAY_TEN, kept),
        at(MONDAY_NINE, held),
        at(WEDNESDAY_NINE, next),
      ]);
      await queue.publish(wrong.events);
      return wrong;
    };
    const CORRECTED = [`engagement.cancelled ${late.engagement}`, `engagement.moved ${next.engagement}`].sort();

    it('tells only of what is still to come, and calendars keep what was', async () => {
      const wrong = await replaced();
      itIs('2026-11-23T11:00:00Z');
      expect(await restore(wrong.of)).toEqual({ restored: true, version: 3, events: 3 });
      expect(await correctedBy(wrong)).toEqual(CORRECTED);
      expect(await inCalendar()).toEqual(idsOf([held, kept, next]));
    });

    it('and it is done again after another has begun, tells nothing more, and calendars stay', async () => {
      const wrong = await replaced();
      itIs('2026-11-23T11:00:00Z');
      await restore(wrong.of);
      itIs('2026-11-23T12:01:00Z');
      await restore(wrong.of);
      expect(await correctedBy(wrong)).toEqual(CORRECTED);
      expect(await inCalendar()).toEqual(idsOf([held, kept, next]));
    });

    it('and others begin before it could tell, corrects what is known and announces none of these', async () => {
      const stable = await committed(null, [at(MONDAY_NOON, first), at(MONDAY_NOON, second), at(TUESDAY_NINE, third)]);
      await queue.publish(stable.events);
      const wrong = await committed(stable, [at(TUESDAY_NINE, second)]);
      await queue.publish(wrong.events);
      itIs('2026-11-23T11:00:00Z');
      await heads.rollBack(tenant, wrong.of.run);
      itIs('2026-11-23T12:01:00Z');
      await restore(wrong.of);
      const told = [`engagement.moved ${second.engagement}`, `engagement.scheduled ${third.engagement}`];
      expect(await correctedBy(wrong)).toEqual(told.sort());
    });

    it('that the plan had come too late for, says nothing of these, and no calendar shows them', async () => {
      const stable = await committed(null, [at(MONDAY_NOON, first)]);
      await queue.publish(stable.events);
      const late = [at(MONDAY_NINE, second), at(MONDAY_NOON, first), at(TUESDAY_NINE, third)];
      const wrong = await committed(stable, late, MONDAY_TEN);
      await queue.publish(wrong.events);
      expect(await known()).toEqual(idsOf([first, third]));
      itIs('2026-11-23T13:00:00Z');
      await restore(wrong.of);
      expect(await correctedBy(wrong)).toEqual([`engagement.cancelled ${third.engagement}`]);
      expect(await inCalendar()).toEqual(idsOf([first]));
    });

    it('and the other plan was nobody told of, announces none of them', async () => {
      const stable = await committed(null, [at(MONDAY_NINE, first), at(MONDAY_NOON, second)]);
      await queue.publish(stable.events);
      const wrong = await committed(stable, [at(TUESDAY_NINE, first), at(TUESDAY_NINE, third)]);
      itIs('2026-11-23T11:00:00Z');
      await restore(wrong.of);
      expect(await correctedBy(wrong)).toEqual([]);
      expect(await inCalendar()).toEqual(idsOf([first, second]));
    });
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
