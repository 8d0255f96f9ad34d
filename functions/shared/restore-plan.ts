import type { Event } from '../../core/model/event.ts';
import type { TenantId } from '../../core/model/ids.ts';
import type { Commitment, Plan } from '../../core/model/plan.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { HeadStore, Undone } from './head-store.ts';
import { commitmentsOf, missionDocuments } from './mission-documents.ts';
import type { objectionsOf } from './objections.ts';
import type { OutboxQueue } from './outbox.ts';
import { type Correlated, placementEvents, publicationEvents, publishFeeds } from './publication.ts';

export interface RestoredPlan {
  readonly restored: boolean;
  /** Version of the plan head at which it was undone; null: nothing was. */
  readonly version: number | null;
  readonly events: number;
}

/**
 * Undoes the commit of a run where its plan is in force: the plan before it is put back, calendars show it again, and the CRM
 * gets the events that correct what it was told, and none about what it was not. A meeting with somebody who objected since
 * does not come back. Repeatable, also after something else was committed: events and feeds follow from what the head
 * remembers of the commit it undid.
 */
export function planRestorer(stores: {
  readonly evidence: EvidenceStore;
  readonly heads: HeadStore;
  readonly objections: Pick<ReturnType<typeof objectionsOf>, 'among'>;
  readonly queue: OutboxQueue;
}) {
  const { evidence, heads, objections, queue } = stores;
  const documents = missionDocuments(evidence);

  /** What the CRM knows of meetings now: those of the undone plan, but where their announcement never left, those before it. */
  const known = async (of: Correlated, undone: Undone): Promise<Commitment[]> => {
    const [plan, over] = await Promise.all([
      documents.plan(of.tenant, undone.plan),
      documents.published(of.tenant, undone.over),
    ]);
    const before = over?.commitments ?? [];
    const events = publicationEvents(of, undone.committed, undone.plan, plan, before);
    const unsaid = new Set<string>(
      (await queue.cutShort(events)).flatMap((e) => ('engagement' in e ? e.engagement : [])),
    );
    return [
      ...commitmentsOf(plan).filter(({ engagement }) => !unsaid.has(engagement)),
      ...before.filter(({ engagement }) => unsaid.has(engagement)),
    ];
  };

  const withoutObjected = async (tenant: TenantId, plan: Plan): Promise<Plan> => {
    const objected = await objections.among(tenant, [...new Set(plan.assignments.map(({ account }) => account))]);
    if (objected.size === 0) return plan;
    return { ...plan, assignments: plan.assignments.filter(({ account }) => !objected.has(account)) };
  };

  return async (of: Correlated): Promise<RestoredPlan> => {
    const { tenant, run } = of;
    const undone = await heads.rollBack(tenant, run);
    if (undone === undefined) return { restored: false, version: null, events: 0 };
    const { version, instead } = undone;
    const plan = await documents.plan(tenant, undone.plan);
    const portfolio = await documents.portfolio(tenant, plan.portfolio);
    const shown =
      instead === null
        ? { ...plan, assignments: [], unscheduled: [] }
        : await withoutObjected(tenant, await documents.plan(tenant, instead));
    await publishFeeds({ evidence, heads }, of, { version, plan: shown, portfolio });
    const placements = placementEvents(of, version, shown, await known(of, undone));
    const told: Event = {
      contract: 'event/1',
      id: `${run}.${version}.rolled-back`,
      ...of,
      type: 'plan.rolled-back',
      version,
      plan: instead,
    };
    await queue.publish([...placements, told]);
    return { restored: true, version, events: placements.length + 1 };
  };
}
