import type { Event } from '../../core/model/event.ts';
import type { Digest, RunId } from '../../core/model/ids.ts';
import type { Assignment, Plan } from '../../core/model/plan.ts';
import { changesOf } from '../../core/policy/changes.ts';
import { laterOf, withoutBegun } from '../../core/policy/present.ts';
import { now } from './clock.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { HeadStore } from './head-store.ts';
import { missionDocuments } from './mission-documents.ts';
import { type CalledOff, calledOff } from './objected-meetings.ts';
import type { objectionsOf } from './objections.ts';
import { type OutboxQueue, outbox } from './outbox.ts';
import type { Undone } from './plan-head.ts';
import { type Correlated, placementEvents, publicationEvents, publishFeeds } from './publication.ts';

export interface RestoredPlan {
  readonly restored: boolean;
  /** Version of the plan head at which it was undone; null: nothing was. */
  readonly version: number | null;
  readonly events: number;
}

/**
 * Undoes the commit of a run where its plan is in force: the plan before it is put back, calendars show it again, and the CRM
 * gets the events that correct what it was told, and none about what it was not. Only what is still to come is corrected:
 * meetings that were past when it was undone stay as they were told, in calendars too. A meeting with somebody who objected
 * since does not come back. Repeatable, also after something else was committed: events and feeds follow from what the head
 * remembers of the commit it undid. Done again later, it may announce less, and says nothing else of any meeting.
 */
export function planRestorer(stores: {
  readonly evidence: EvidenceStore;
  readonly heads: HeadStore;
  readonly objections: Pick<ReturnType<typeof objectionsOf>, 'among'>;
  readonly queue: OutboxQueue;
}) {
  const { evidence, heads, objections, queue } = stores;
  const documents = missionDocuments(evidence);
  const rooms = { objections, outbox: outbox() };

  /** A plan before the undone one, of `run`, and which of its meetings are off since somebody objected. */
  const planBefore = async (of: Correlated, digest: Digest | null, run: RunId | null): Promise<Before> => {
    if (digest === null) return { assignments: [], off: { objected: new Set(), told: new Map() } };
    const { assignments } = await documents.plan(of.tenant, digest);
    return { assignments, off: await calledOff(rooms, { ...of, run: run ?? of.run }, assignments) };
  };

  /** What the CRM knows of meetings now: those of the undone plan, but where their announcement never left, those before it. */
  const known = async (
    of: Correlated,
    undone: Undone,
    plan: Plan,
    asOf: string,
    over: Before,
  ): Promise<Assignment[]> => {
    const { committed: version, plan: digest, overPresent } = undone;
    const present = laterOf(asOf, undone.present);
    const before = over.assignments.filter(
      ({ engagement, start }) => !isOff(over, engagement, version) && Date.parse(start) >= Date.parse(overPresent),
    );
    const events = publicationEvents(of, { version, digest, plan, present, before });
    const unsaid = new Set<string>(
      (await queue.cutShort(events)).flatMap((e) => ('engagement' in e ? e.engagement : [])),
    );
    const { told: off } = await calledOff(rooms, of, plan.assignments);
    return [
      ...withoutBegun(present, plan, before, asOf).assignments.filter(
        ({ engagement }) => !unsaid.has(engagement) && !off.has(engagement),
      ),
      ...before.filter(({ engagement }) => unsaid.has(engagement)),
    ];
  };

  return async (of: Correlated): Promise<RestoredPlan> => {
    const { tenant, run } = of;
    const undone = await heads.rollBack(tenant, run);
    if (undone === undefined) return { restored: false, version: null, events: 0 };
    const { version, instead, at } = undone;
    const plan = await documents.plan(tenant, undone.plan);
    const portfolio = await documents.portfolio(tenant, plan.portfolio);
    const over = await planBefore(of, undone.over, undone.overRun);
    const restored = instead === undone.over ? over : await planBefore(of, instead, null);
    const told = await known(of, undone, plan, portfolio.asOf, over);
    const without = (gone: (engagement: string) => boolean) => ({
      ...plan,
      assignments: restored.assignments.filter(({ engagement }) => !gone(engagement)),
    });
    const shown = without((engagement) => restored.off.objected.has(engagement));
    await publishFeeds({ evidence, heads }, of, { version, plan: withPast(shown, told, at), portfolio });
    // What was called off after this came back is the business of whoever called it off.
    const back = without(
      (engagement) => restored.off.objected.has(engagement) && (restored.off.told.get(engagement) ?? 0) < version,
    );
    const changes = changesOf(back, told, at);
    // Told late, what has begun since is news to nobody; of what is known otherwise, the correction is due all the same.
    const added = changes.added.filter(({ start }) => Date.parse(start) >= Date.parse(now()));
    const placements = placementEvents(of, version, { ...changes, added });
    const undoing: Event = {
      contract: 'event/1',
      id: `${run}.${version}.rolled-back`,
      ...of,
      type: 'plan.rolled-back',
      version,
      plan: instead,
    };
    await queue.publish([...placements, undoing]);
    return { restored: true, version, events: placements.length + 1 };
  };
}

interface Before {
  readonly assignments: readonly Assignment[];
  readonly off: CalledOff;
}

/** Whether a meeting was called off before a version of the head. */
function isOff({ off }: Before, engagement: string, version: number): boolean {
  const told = off.told.get(engagement);
  return told !== undefined && told < version;
}

/** What calendars show of a plan that came back at an instant: from then on its meetings, and before it what was told. */
function withPast(plan: Plan, told: readonly Assignment[], at: string): Plan {
  const ahead = plan.assignments.filter(({ start }) => Date.parse(start) >= Date.parse(at));
  const again = new Set<string>(ahead.map(({ engagement }) => engagement));
  const past = told.filter(({ start, engagement }) => Date.parse(start) < Date.parse(at) && !again.has(engagement));
  return { ...plan, assignments: [...past, ...ahead] };
}
