import type { TenantId } from '../../core/model/ids.ts';
import { type Outcome, type OutcomeReceipt, Outcomes } from '../../core/model/outcome.ts';
import { contradict, subjectOf } from '../../core/risk/outcome-history.ts';
import { digest } from '../../core/trace/digest.ts';
import { api } from '../shared/api.ts';
import { json } from '../shared/api-response.ts';
import { callingOff } from '../shared/calling-off.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { jsonBody } from '../shared/request-body.ts';
import { knownSubjects } from './known-subjects.ts';

const outcomes = outcomeStore();
const objections = objectionsOf(outcomes);
const meetings = callingOff();
const stores = { outcomes, portfolios: portfolioStore(), evidence: evidenceStore() };

/** Of a batch of the most there may be, each of the longest ids. */
const MAX_BODY = 1024 * 1024;
/** Outcomes written at the same time. */
const WRITERS = 24;

/**
 * Takes what happened, in any order and as often as told. A batch with a malformed outcome is refused whole. Before it answers,
 * published meetings with whoever objected are called off.
 */
export const handler = api('put-outcomes')({
  'POST /v1/outcomes': async (request) => {
    const body = jsonBody(request, Outcomes, 'outcomes/1', MAX_BODY);
    if (!body.ok) return body.response;
    const { tenant } = request.caller;
    const known = await knownSubjects(stores, tenant);
    const objecting = body.value.outcomes.some(({ kind }) => kind === 'opted-out');
    if (objecting) await meetings.expect(tenant, request.correlation);
    const receipts: OutcomeReceipt[] = [];
    // One subject at a time in the order of the batch, so that its contradictions are seen.
    const bySubject = [...Map.groupBy(body.value.outcomes.entries(), ([, outcome]) => subjectOf(outcome)).values()];
    for (let from = 0; from < bySubject.length; from += WRITERS) {
      const some = bySubject.slice(from, from + WRITERS);
      const taken = await Promise.all(some.map((entries) => takeAll(tenant, entries, known)));
      receipts.push(...taken.flat());
    }
    if (objecting) await meetings.perform({ tenant, correlation: request.correlation });
    receipts.sort((a, b) => a.index - b.index);
    const count = (state: OutcomeReceipt['state']) => receipts.filter((receipt) => receipt.state === state).length;
    const counts = { stored: count('stored'), known: count('known'), aside: count('aside') };
    return json(200, { ...counts, outcomes: receipts });
  },
});

async function takeAll(
  tenant: TenantId,
  entries: readonly (readonly [number, Outcome])[],
  known: (outcome: Outcome) => boolean,
): Promise<OutcomeReceipt[]> {
  const receipts: OutcomeReceipt[] = [];
  for (const [index, outcome] of entries) {
    const before = await outcomes.about(tenant, outcome);
    // Before the outcome that tells of it: an objection may not be lost.
    if (outcome.kind === 'opted-out')
      await objections.keep(tenant, [outcome.account], { at: outcome.at, source: 'outcome' });
    const { id, fresh } = await outcomes.tell(tenant, outcome);
    const contradicts = before.filter((told) => contradict(told.outcome, outcome));
    const state = fresh ? (known(outcome) ? 'stored' : 'aside') : 'known';
    receipts.push({
      index,
      outcome: id,
      state,
      contradicts: contradicts.map((told) => digest('outcome/1', told.outcome)),
    });
  }
  return receipts;
}
