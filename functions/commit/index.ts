import { headStore } from '../shared/head-store.ts';
import { PlannedInput } from '../shared/mission-documents.ts';
import { step } from '../shared/step.ts';

const heads = headStore();

/** One conditional write of the plan head. Everything before it is harmless; everything after it can be repeated. */
export const handler = step({
  name: 'commit',
  input: PlannedInput,
  async run({ input: { tenant, run, published, plan, scored, policy } }) {
    const next = { plan, portfolio: scored, policy, run };
    const { verdict, version } = await heads.commit(tenant, published, next);
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
