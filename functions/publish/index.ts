import type { Commitment } from '../../core/model/plan.ts';
import { forecastsOf } from '../../core/report/forecasts.ts';
import { digest } from '../../core/trace/digest.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { calledOff } from '../shared/objected-meetings.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outbox, outboxQueue } from '../shared/outbox.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import type { Committed } from '../shared/plan-head.ts';
import { type Correlated, publicationEvents, publishFeeds } from '../shared/publication.ts';
import { step } from '../shared/step.ts';

const evidence = evidenceStore();
const heads = headStore();
const documents = missionDocuments(evidence);
const queue = outboxQueue();
const outcomes = outcomeStore();
const objections = objectionsOf(outcomes);
const kept = outbox();

/**
 * Forecasts first, since outcomes may come as soon as anybody knows of the plan; then calendar feeds, then what the CRM is
 * told: whoever reads an event finds the calendar already changed.
 */
export const handler = step({
  name: 'publish',
  obeysBudget: false,
  input: PlannedInput,
  async run({ input }) {
    const { tenant, run, correlation, attempt } = input;
    const { portfolio, policy, published, plan } = await documents.planned(input);
    const head = await heads.plan(tenant);
    if (head?.current?.run !== run) throw new Error('the plan in force is not this run’s; nothing was published');
    const { committed: version } = head.current;
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
    const feeds = await publishFeeds({ evidence, heads }, of, { version, plan, portfolio });
    const before = await stillKnown({ tenant, run, correlation }, head.current, published?.commitments ?? []);
    const events = publicationEvents(of, { version, digest: input.plan, plan, asOf: portfolio.asOf, before });
    await queue.publish(events);
    return {
      answer: { feeds, events: events.length },
      decision: 'published',
      reasons: [`attempt ${attempt}`, `head version ${version}`],
      run: { status: 'published' },
    };
  },
});

/** Commitments of the plan before, without those the CRM knows to be off since somebody objected. */
async function stillKnown(of: Correlated, { over, overRun }: Committed, before: readonly Commitment[]) {
  if (over === null || overRun === null) return before;
  const { assignments } = await documents.plan(of.tenant, over);
  const { told } = await calledOff({ outbox: kept, objections }, { ...of, run: overRun }, assignments);
  return before.filter(({ engagement }) => !told.has(engagement));
}
