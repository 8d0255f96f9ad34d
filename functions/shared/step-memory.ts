import { z } from 'zod';
import { Digest, type RunId, type TenantId } from '../../core/model/ids.ts';
import { Posture } from '../../core/model/policy.ts';
import { Instant } from '../../core/model/units.ts';
import { environment } from './environment.ts';
import { RunPatch, runPlace } from './run-store.ts';
import { table } from './tables.ts';

/** What a step did: its answer to the state machine, what its trace entry says, and what it makes of the run. */
export const StepOutcome = z.object({
  answer: z.record(z.string(), z.json()),
  decision: z.string(),
  reasons: z.array(z.string()),
  posture: Posture.nullable(),
  policy: Digest.nullable(),
  flags: Digest.nullable(),
  run: RunPatch,
  /** Search work it did, millions of candidate evaluations. */
  work: z.number().min(0).optional(),
});
export type StepOutcome = z.infer<typeof StepOutcome>;
const Remembered = z.object({ outcome: StepOutcome, input: Digest, at: Instant });

/** Answers of steps, kept under (run, step key) before they are given: asked again, a step answers the same. */
export function stepMemory() {
  const { RUNS_TABLE } = environment('RUNS_TABLE');
  const remembered = table(RUNS_TABLE, Remembered);
  const key = (tenant: TenantId, run: RunId, step: string) => ({ pk: runPlace(tenant, run), sk: `step#${step}` });
  return {
    async recall(tenant: TenantId, run: RunId, step: string) {
      return remembered.get(key(tenant, run, step));
    },
    /** Two copies of a step that ran at once both go on with the answer stored first. */
    async remember(tenant: TenantId, run: RunId, step: string, value: z.infer<typeof Remembered>) {
      const put = await remembered.putOnce(key(tenant, run, step), value);
      return put.created ? value : put.existing;
    },
  };
}
