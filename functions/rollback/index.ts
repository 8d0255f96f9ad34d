import { z } from 'zod';
import type { Event } from '../../core/model/event.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { commitmentsOf, missionDocuments } from '../shared/mission-documents.ts';
import { outboxQueue } from '../shared/outbox.ts';
import { placementEvents, publishFeeds } from '../shared/publication.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';

const evidence = evidenceStore();
const heads = headStore();
const documents = missionDocuments(evidence);
const queue = outboxQueue();
const runs = runStore();

/**
 * rollback:rollback-to-last-stable-baseline, as far as a run reaches: where its plan is in force, the plan before it is put
 * back, and calendars and CRM are told what that changes. A run that has not committed changed nothing, and this says so.
 */
export const handler = step({
  name: 'rollback',
  input: StepInput.extend({ state: z.unknown() }),
  obeysStop: false,
  async run({ input: { tenant, run, correlation } }) {
    const { restored, head } = await heads.rollBack(tenant, run);
    const record = await runs.get(tenant, run);
    if (!restored || head === undefined || record?.planDigest === undefined) {
      return { answer: { restored: false }, decision: 'nothing-to-roll-back' };
    }
    const of = { tenant, run, correlation };
    const undone = await documents.plan(tenant, record.planDigest);
    const portfolio = await documents.portfolio(tenant, undone.portfolio);
    const before = head.current === null ? null : await documents.plan(tenant, head.current.plan);
    const empty = { ...undone, assignments: [], unscheduled: [] };
    const shown = { version: head.version, plan: before ?? empty, portfolio };
    await publishFeeds({ evidence, heads }, of, shown);
    const placements = placementEvents(of, head.version, before ?? empty, commitmentsOf(undone));
    const told: Event = {
      contract: 'event/1',
      id: `${run}.${head.version}.rolled-back`,
      ...of,
      type: 'plan.rolled-back',
      plan: head.current?.plan ?? null,
    };
    await queue.publish([...placements, told]);
    return {
      answer: { restored: true, version: head.version, events: placements.length + 1 },
      decision: 'rolled-back',
      reasons: [`head version ${head.version}`],
    };
  },
});
