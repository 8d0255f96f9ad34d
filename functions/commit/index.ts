import { presentOf } from '../../core/policy/present.ts';
import { now } from '../shared/clock.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { step } from '../shared/step.ts';

const heads = headStore();
const objections = objectionsOf(outcomeStore());
const documents = missionDocuments(evidenceStore());

/**
 * One conditional write of the plan head. Everything before it is harmless; everything after it can be repeated. A plan that
 * meets an account which objected while it was decided on is not committed: it is made again without.
 */
export const handler = step({
  name: 'commit',
  // From here on a run is finished, not refused: its plan may be in force already.
  obeysBudget: false,
  input: PlannedInput,
  async run({ input: { tenant, run, published, plan, scored, policy } }) {
    const { assignments } = await documents.plan(tenant, plan);
    const objected = await objections.among(tenant, [...new Set(assignments.map(({ account }) => account))]);
    if (objected.size > 0) {
      const reason = 'an account objected while this plan was decided on; it is planned again without';
      return { answer: { verdict: 'conflict', version: 0 }, decision: 'conflict', reasons: [reason], run: { reason } };
    }
    const next = { plan, portfolio: scored, policy, run };
    const [book, rules] = await Promise.all([documents.portfolio(tenant, scored), documents.policy(tenant, policy)]);
    const { verdict, version } = await heads.commit(tenant, published, next, presentOf(book, rules, now()));
    return {
      answer: { verdict, version },
      decision: verdict,
      reasons: [`head version ${version}`],
      run:
        verdict === 'committed'
          ? { status: 'committed' }
          : { reason: 'another plan was published while this one was decided on; it is planned again from that one' },
    };
  },
});
