import { z } from 'zod';
import { incidentCause } from '../../core/policy/incident-cause.ts';
import { configurationSentence } from '../../core/policy/rollback-sentence.ts';
import { MissionState } from '../shared/mission-state.ts';
import { rollBack } from '../shared/rollback.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { StepInput, step } from '../shared/step.ts';

const store = rollbackStore();
const perform = rollBack();

/**
 * rollback:rollback-to-last-stable-baseline for a run in trouble: its plan, where it is in force, then flags and policies. A
 * run that has not committed changed nothing, and this says so.
 */
export const handler = step({
  name: 'rollback',
  input: StepInput.extend({ state: z.unknown() }),
  obeysStop: false,
  async run({ input: { tenant, run, correlation, state } }) {
    const parsed = MissionState.safeParse(state);
    const cause = incidentCause(parsed.success ? parsed.data : {}).name;
    const asked = { id: run, tenant, trigger: 'mission' as const, by: null, cause, reason: null, run };
    const rollback = await perform({ ...asked, correlation });
    const { plan, flags, policy } = rollback;
    if (rollback.state === 'done') await store.letGo({ tenant, id: run });
    const changed = plan.restored || flags?.outcome === 'restored' || policy?.outcome === 'restored';
    return {
      answer: {
        restored: plan.restored,
        version: plan.version,
        complete: rollback.state === 'done',
        configuration: configurationSentence(rollback),
      },
      decision: rollback.state === 'under-way' ? 'half-rolled-back' : changed ? 'rolled-back' : 'nothing-to-roll-back',
      reasons: [
        plan.restored ? `head version ${plan.version}` : 'the plan of this run is not in force',
        configurationSentence(rollback),
      ],
    };
  },
});
