import type { Event } from '../../core/model/event.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { HeadStore } from './head-store.ts';
import { commitmentsOf, missionDocuments } from './mission-documents.ts';
import type { OutboxQueue } from './outbox.ts';
import { type Correlated, placementEvents, publishFeeds } from './publication.ts';
import type { RunStore } from './run-store.ts';

export interface RestoredPlan {
  readonly restored: boolean;
  /** Version of the plan head afterwards; null: nothing was undone. */
  readonly version: number | null;
  readonly events: number;
}

/**
 * Undoes the commit of a run where its plan is in force: the plan before it is put back, calendars show it again, and the CRM
 * gets the events that correct what it was told. Repeatable: events and feeds follow from run and head version.
 */
export function planRestorer(stores: {
  readonly evidence: EvidenceStore;
  readonly heads: HeadStore;
  readonly runs: RunStore;
  readonly queue: OutboxQueue;
}) {
  const documents = missionDocuments(stores.evidence);
  return async (of: Correlated): Promise<RestoredPlan> => {
    const { tenant, run } = of;
    const { restored, head } = await stores.heads.rollBack(tenant, run);
    const record = await stores.runs.get(tenant, run);
    if (!restored || head === undefined || record?.planDigest === undefined)
      return { restored: false, version: null, events: 0 };
    const undone = await documents.plan(tenant, record.planDigest);
    const portfolio = await documents.portfolio(tenant, undone.portfolio);
    const before = head.current === null ? null : await documents.plan(tenant, head.current.plan);
    const shown = before ?? { ...undone, assignments: [], unscheduled: [] };
    const { evidence, heads } = stores;
    await publishFeeds({ evidence, heads }, of, { version: head.version, plan: shown, portfolio });
    // The publication may have been cut off between outbox and queue: what it stored is told before it is corrected.
    const published = placementEvents(of, head.version - 1, undone, before === null ? [] : commitmentsOf(before));
    const stored = [...published.map(({ id }) => id), `${run}.${head.version - 1}.published`];
    await stores.queue.sendAgain(tenant, stored);
    const placements = placementEvents(of, head.version, shown, commitmentsOf(undone));
    const told: Event = {
      contract: 'event/1',
      id: `${run}.${head.version}.rolled-back`,
      ...of,
      type: 'plan.rolled-back',
      plan: head.current?.plan ?? null,
    };
    await stores.queue.publish([...placements, told]);
    return { restored: true, version: head.version, events: placements.length + 1 };
  };
}
