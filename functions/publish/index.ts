import type { Event } from '../../core/model/event.ts';
import { forecastsOf } from '../../core/report/forecasts.ts';
import { digest } from '../../core/trace/digest.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { outboxQueue } from '../shared/outbox.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { placementEvents, publishFeeds } from '../shared/publication.ts';
import { step } from '../shared/step.ts';

const evidence = evidenceStore();
const heads = headStore();
const documents = missionDocuments(evidence);
const queue = outboxQueue();
const outcomes = outcomeStore();

/**
 * Forecasts first, since outcomes may come as soon as anybody knows of the plan; then calendar feeds, then what the CRM is
 * told: whoever reads an event finds the calendar already changed.
 */
export const handler = step({
  name: 'publish',
  input: PlannedInput,
  async run({ input }) {
    const { tenant, run, correlation, attempt } = input;
    const { portfolio, policy, published, plan } = await documents.planned(input);
    const head = await heads.plan(tenant);
    if (head?.current?.run !== run) throw new Error('the plan in force is not this run’s; nothing was published');
    const learned = digest('learned/1', policy.learning.learned);
    const forecasts = forecastsOf({ portfolio, policy, plan }, { run, plan: input.plan, learned });
    const kept = await evidence.put(tenant, 'forecasts/1', forecasts);
    await outcomes.indexForecasts(tenant, {
      run,
      digest: kept,
      asOf: forecasts.asOf,
      accounts: forecasts.accounts.length,
    });
    const of = { tenant, run, correlation };
    const feeds = await publishFeeds({ evidence, heads }, of, { version: head.version, plan, portfolio });
    const placements = placementEvents(of, head.version, plan, published?.commitments ?? []);
    const done: Event = {
      contract: 'event/1',
      id: `${run}.${head.version}.published`,
      ...of,
      type: 'plan.published',
      plan: input.plan,
      assignments: plan.assignments.length,
    };
    await queue.publish([...placements, done]);
    return {
      answer: { feeds, events: placements.length + 1 },
      decision: 'published',
      reasons: [`attempt ${attempt}`, `head version ${head.version}`],
      run: { status: 'published' },
    };
  },
});
