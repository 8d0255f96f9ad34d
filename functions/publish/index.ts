import type { Assignment } from '../../core/model/plan.ts';
import { laterOf, withoutBegun } from '../../core/policy/present.ts';
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
    const { portfolio, policy, plan } = await documents.planned(input);
    const head = await heads.plan(tenant);
    if (head?.current?.run !== run) throw new Error('the plan in force is not this run’s; nothing was published');
    const { committed: version } = head.current;
    const { asOf } = portfolio;
    const present = laterOf(asOf, head.current.present);
    const of = { tenant, run, correlation };
    const before = await stillKnown(of, head.current);
    const shown = withoutBegun(present, plan, before, asOf);
    const leftOut = plan.assignments.length - shown.assignments.length;
    const learned = digest('learned/1', policy.learning.learned);
    const forecasts = forecastsOf({ portfolio, policy, plan: shown }, { run, plan: input.plan, learned });
    const kept = await evidence.put(tenant, 'forecasts/1', forecasts);
    await outcomes.indexForecasts(tenant, { run, digest: kept, asOf, accounts: forecasts.accounts.length });
    const feeds = await publishFeeds({ evidence, heads }, of, { version, plan: shown, portfolio });
    const events = publicationEvents(of, { version, digest: input.plan, plan, present, before });
    await queue.publish(events);
    const late = leftOut === 0 ? [] : [`left out ${leftOut} that had begun`];
    return {
      answer: { feeds, events: events.length },
      decision: 'published',
      reasons: [`attempt ${attempt}`, `head version ${version}`, ...late],
      run: { status: 'published', ...(leftOut === 0 ? {} : { begun: leftOut }) },
    };
  },
});

/** Meetings of the plan before, without those the CRM knows to be off since somebody objected, or was never told of. */
async function stillKnown(of: Correlated, { over, overRun, overPresent }: Committed): Promise<readonly Assignment[]> {
  if (over === null) return [];
  const { assignments } = await documents.plan(of.tenant, over);
  const told = assignments.filter(({ start }) => Date.parse(start) >= Date.parse(overPresent));
  if (overRun === null) return told;
  const off = await calledOff({ outbox: kept, objections }, { ...of, run: overRun }, told);
  return told.filter(({ engagement }) => !off.told.has(engagement));
}
